/// A page that reads `/openapi.json` and shows it. Self-contained: nothing is loaded from elsewhere, no inline script.
enum DocsPage {
    static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Fovea API</title>
        <link rel="stylesheet" href="/docs/docs.css">
        <script src="/docs/docs.js" defer></script>
        </head>
        <body>
        <header>
        <h1>Fovea API</h1>
        <p>Made from the declarations that route: <a href="/openapi.json">openapi.json</a>.
        Send <code>Authorization: Bearer &lt;token or API key&gt;</code>.</p>
        <label>Find <input id="find" type="search" placeholder="path or words"></label>
        </header>
        <main id="routes"><p>Loading…</p></main>
        <noscript><p>This page needs JavaScript; <a href="/openapi.json">the document</a> does not.</p></noscript>
        </body>
        </html>
        """

    static let script = """
        "use strict";
        const make = (tag, attributes = {}, ...children) => {
          const node = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
          node.append(...children);
          return node;
        };
        const nameOf = (reference) => reference.split("/").pop();
        // A schema in one line, as TypeScript would write it.
        const brief = (schema) => {
          if (!schema || Object.keys(schema).length === 0) return "any";
          if (schema.$ref) return nameOf(schema.$ref);
          if (schema.anyOf) return schema.anyOf.map(brief).join(" | ");
          if (schema.oneOf) return schema.oneOf.map(brief).join(" | ");
          if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
          const types = [schema.type].flat();
          return types.map((type) => type === "array" ? brief(schema.items) + "[]"
            : type === "object" && schema.additionalProperties ? "{ [name]: " + brief(schema.additionalProperties) + " }"
            : type === "object" && schema.properties ? "{ " + Object.entries(schema.properties).map(([name, value]) => name + ": " + brief(value)).join(", ") + " }"
            : schema.format ? type + " (" + schema.format + ")" : type).join(" | ");
        };
        const bounds = (schema) => ["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "minItems", "maxItems", "pattern", "default"]
          .filter((key) => schema[key] !== undefined).map((key) => key + " " + JSON.stringify(schema[key])).join(", ");
        const table = (rows) => make("table", {}, make("tbody", {}, ...rows.map(([name, type, note]) =>
          make("tr", {}, make("th", { scope: "row" }, make("code", {}, name)), make("td", {}, make("code", {}, type)), make("td", {}, note)))));
        const fields = (schema, components) => {
          const target = schema && schema.$ref ? components[nameOf(schema.$ref)] : schema;
          if (!target || !target.properties) return make("p", {}, make("code", {}, brief(schema)));
          const required = new Set(target.required || []);
          return table(Object.entries(target.properties).map(([name, value]) =>
            [name + (required.has(name) ? "" : "?"), brief(value), [value.description, bounds(value)].filter(Boolean).join(" · ")]));
        };
        const content = (title, parts, components) => {
          const section = make("section", {}, make("h4", {}, title));
          for (const [type, part] of Object.entries(parts || {})) {
            section.append(make("p", {}, make("code", {}, type), " ", part.schema && part.schema.$ref ? nameOf(part.schema.$ref) : ""));
            section.append(fields(part.schema, components));
          }
          return section;
        };
        const operation = (path, method, route, components) => {
          const details = make("details", { "data-text": (method + " " + path + " " + route.summary).toLowerCase() },
            make("summary", {}, make("b", { class: "method " + method }, method.toUpperCase()), " ", make("code", {}, path), " ", make("span", {}, route.summary)));
          details.addEventListener("toggle", () => {
            if (details.children.length > 1) return;
            const body = make("div", {}, make("p", {}, route.description));
            if (route.parameters) {
              body.append(make("h4", {}, "Parameters"), table(route.parameters.map((parameter) =>
                [parameter.name + (parameter.required ? "" : "?"), brief(parameter.schema), [parameter.in, parameter.description, bounds(parameter.schema)].filter(Boolean).join(" · ")])));
            }
            if (route.requestBody) body.append(content("Body", route.requestBody.content, components));
            for (const [status, answer] of Object.entries(route.responses)) {
              if (status !== "default") body.append(content("Answer " + status, answer.content, components));
            }
            details.append(body);
          });
          return details;
        };
        const show = (spec) => {
          document.querySelector("h1").textContent = spec.info.title + " API " + spec.info.version;
          const groups = new Map();
          for (const [path, item] of Object.entries(spec.paths)) {
            for (const [method, route] of Object.entries(item)) {
              const tag = (route.tags || ["Other"])[0];
              if (!groups.has(tag)) groups.set(tag, []);
              groups.get(tag).push(operation(path, method, route, spec.components.schemas));
            }
          }
          const main = document.getElementById("routes");
          main.replaceChildren(...[...groups].map(([tag, operations]) => make("section", {}, make("h2", {}, tag), ...operations)));
          document.getElementById("find").addEventListener("input", (event) => {
            const words = event.target.value.toLowerCase().split(/\\s+/);
            for (const details of main.querySelectorAll("details")) details.hidden = !words.every((word) => details.dataset.text.includes(word));
            for (const section of main.children) section.hidden = !section.querySelector("details:not([hidden])");
          });
        };
        fetch("/openapi.json").then((answer) => answer.json()).then(show).catch((error) => {
          document.getElementById("routes").textContent = "The document could not be read: " + error.message;
        });
        """

    static let style = """
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
        body { max-width: 70rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
        h1 { margin-bottom: 0; } h2 { margin: 2rem 0 .5rem; border-bottom: 1px solid #8884; } h4 { margin: 1rem 0 .25rem; }
        input { font: inherit; padding: .3rem .5rem; min-width: 18rem; }
        code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
        details { border-bottom: 1px solid #8882; padding: .3rem 0; } details > div { padding: 0 0 1rem 4.5rem; }
        summary { cursor: pointer; } summary span { opacity: .75; margin-left: .5rem; }
        .method { display: inline-block; width: 4rem; font-size: 12px; }
        table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .15rem 1rem .15rem 0; font-weight: normal; }
        [hidden] { display: none; }
        """
}
