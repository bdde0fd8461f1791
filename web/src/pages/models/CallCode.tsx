import { Link } from "../../app/Link.tsx";
import { Card, Code, Notice } from "../../ui/index.ts";

export function curlCode(origin: string, modelId: string): string {
  return `curl ${origin}/api/predictions/infer \\
  -H "Authorization: Bearer $FOVEA_KEY" \\
  -F model_id=${modelId} \\
  -F confidence=0.25 \\
  -F file=@photo.jpg`;
}

export function pythonCode(origin: string, modelId: string): string {
  return `import os, requests

with open("photo.jpg", "rb") as photo:
    answer = requests.post(
        "${origin}/api/predictions/infer",
        headers={"Authorization": f"Bearer {os.environ['FOVEA_KEY']}"},
        data={"model_id": "${modelId}", "confidence": 0.25},
        files={"file": photo},
    )
answer.raise_for_status()
for found in answer.json()["predictions"]:
    print(found["class_name"], round(found["confidence"], 2), found["box"])`;
}

/** How a program asks the deployed version. */
export function CallCode({ modelId }: { modelId: string }) {
  return (
    <div className="stack-wide">
      <Notice>
        The deployed version answers. Make a key with the scope “read” under{" "}
        <Link to="/account?tab=keys">Account, API keys</Link> and put it in the environment as <code>FOVEA_KEY</code>.
      </Notice>
      <Card title="curl" flush>
        <Code text={curlCode(location.origin, modelId)} label="the curl command" />
      </Card>
      <Card title="Python" flush>
        <Code text={pythonCode(location.origin, modelId)} label="the Python code" />
      </Card>
    </div>
  );
}
