"""Exports models that describe images, as ONNX files for ``fovea models add`` (docs/embeddings.md).

    python -m fovea_trainer.embedders resnet50|dinov2|clip FOLDER [--random-weights]

Writes NAME.onnx and NAME.json (family, licence, source, digest); for CLIP also NAME-text.onnx, vocab.json and merges.txt.
Downloads the weights, so it needs the internet once: ResNet50 by torchvision, the others by Hugging Face's transformers, which
is installed apart (``pip install transformers``). With --random-weights nothing is downloaded: same shapes, no knowledge.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

OPSET = 17
SOURCES = {
    "resnet50": ("torchvision ResNet50_Weights.IMAGENET1K_V2", "BSD-3-Clause"),
    "dinov2": ("facebook/dinov2-base", "Apache-2.0"),
    "clip": ("openai/clip-vit-base-patch32", "MIT"),
}


def export(module, example, path: Path, name: str) -> None:
    """One input of a free batch, one output."""
    import torch

    torch.onnx.export(
        module.eval(),
        (example,),
        str(path),
        input_names=[name],
        output_names=["embedding"],
        opset_version=OPSET,
        dynamic_axes={name: {0: "batch"}, "embedding": {0: "batch"}},
        dynamo=False,
    )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def describe(folder: Path, name: str, random: bool, more: dict[str, str] | None = None) -> None:
    source, licence = SOURCES[name]
    facts = {
        "name": f"{name} (random weights)" if random else name,
        "family": name,
        "source": "random weights" if random else source,
        "licence": None if random else licence,
        "sha256": sha256(folder / f"{name}.onnx"),
        **(more or {}),
    }
    (folder / f"{name}.json").write_text(json.dumps(facts, indent=2) + "\n")


def prepare() -> None:
    """Lets torchvision be imported beside a CPU build of torch; transformers imports it too."""
    with tempfile.TemporaryDirectory() as scratch:
        from . import environment
        from .torchvision_shim import install

        environment.prepare(Path(scratch))
        install()


def resnet50(folder: Path, random: bool) -> None:
    """The 2048 numbers before the classes."""
    import torch
    from torchvision.models import ResNet50_Weights
    from torchvision.models import resnet50 as make

    model = make(weights=None if random else ResNet50_Weights.IMAGENET1K_V2)
    model.fc = torch.nn.Identity()
    export(model, torch.zeros(1, 3, 224, 224), folder / "resnet50.onnx", "pixels")
    describe(folder, "resnet50", random)


def first_token(model):
    import torch

    class FirstToken(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, pixels):
            return self.model(pixel_values=pixels).last_hidden_state[:, 0]

    return FirstToken()


def dinov2(folder: Path, random: bool) -> None:
    """The class token of the last layer, normalised by the model's own last norm."""
    import torch
    from transformers import Dinov2Config, Dinov2Model

    model = Dinov2Model(Dinov2Config(image_size=224)) if random else Dinov2Model.from_pretrained(SOURCES["dinov2"][0])
    export(first_token(model), torch.zeros(1, 3, 224, 224), folder / "dinov2.onnx", "pixels")
    describe(folder, "dinov2", random)


def clip(folder: Path, random: bool) -> None:
    """Both towers, each with its projection into the common space."""
    from transformers import CLIPConfig, CLIPModel

    if random:
        sys.exit("CLIP's vocabulary has to be downloaded: --random-weights cannot stand in for it")
    from transformers import CLIPTokenizerFast

    model = CLIPModel.from_pretrained(SOURCES["clip"][0])
    towers(model, folder, model.config if isinstance(model.config, CLIPConfig) else CLIPConfig())
    state = json.loads(CLIPTokenizerFast.from_pretrained(SOURCES["clip"][0]).backend_tokenizer.to_str())["model"]
    (folder / "vocab.json").write_text(json.dumps(state["vocab"], ensure_ascii=False))
    pairs = [pair if isinstance(pair, str) else " ".join(pair) for pair in state["merges"]]
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(pairs) + "\n")
    more = {"text_tower": "clip-text.onnx", "vocabulary": "vocab.json", "merges": "merges.txt"}
    describe(folder, "clip", random, more)


def towers(model, folder: Path, config) -> None:
    import torch

    class Image(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.tower, self.projection = model.vision_model, model.visual_projection

        def forward(self, pixels):
            return self.projection(self.tower(pixel_values=pixels).pooler_output)

    class Text(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.tower, self.projection = model.text_model, model.text_projection

        def forward(self, tokens):
            return self.projection(self.tower(input_ids=tokens).pooler_output)

    side, length = config.vision_config.image_size, config.text_config.max_position_embeddings
    export(Image(), torch.zeros(1, 3, side, side), folder / "clip.onnx", "pixels")
    start, end = config.text_config.bos_token_id, config.text_config.eos_token_id
    tokens = torch.tensor([[start] + [end] * (length - 1)], dtype=torch.int64)
    export(Text(), tokens, folder / "clip-text.onnx", "tokens")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=sorted(SOURCES))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--random-weights", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    prepare()
    try:
        {"resnet50": resnet50, "dinov2": dinov2, "clip": clip}[given.name](given.folder, given.random_weights)
    except ImportError as error:
        sys.exit(f"{error}. DINOv2 and CLIP need Hugging Face's library: {sys.executable} -m pip install transformers")
    print(f"Wrote {given.folder / given.name}.onnx")


if __name__ == "__main__":
    main()
