// Expressions in values: finding them, and making the paths that a picker offers. Pure; jq itself is the server's.

export const isExpression = (value) => typeof value === "string" && value.includes("{{");

// Whether a string is one expression and nothing else, so that it keeps the type of its result.
export function isWhole(value) {
  if (!isExpression(value)) return false;
  const parts = split(value);
  return parts.length === 1 && parts[0].isExpression;
}

// The pieces of a string: [{isExpression, text}]. Braces within jq's strings and objects don't end an expression.
export function split(text) {
  const pieces = [];
  let start = 0;
  let position = text.indexOf("{{");
  while (position >= 0) {
    const end = endOf(text, position + 2);
    if (end < 0) break;
    if (position > start) pieces.push({ isExpression: false, text: text.slice(start, position) });
    pieces.push({ isExpression: true, text: text.slice(position + 2, end).trim() });
    start = end + 2;
    position = text.indexOf("{{", start);
  }
  if (start < text.length) pieces.push({ isExpression: false, text: text.slice(start) });
  return pieces;
}

function endOf(text, from) {
  let depth = 0;
  for (let position = from; position < text.length; position += 1) {
    const sign = text[position];
    if (sign === '"') {
      position = endOfString(text, position + 1);
      if (position < 0) return -1;
    } else if (sign === "{") depth += 1;
    else if (sign === "}" && depth > 0) depth -= 1;
    else if (sign === "}" && text[position + 1] === "}") return position;
  }
  return -1;
}

function endOfString(text, from) {
  for (let position = from; position < text.length; position += 1) {
    if (text[position] === "\\") position += 1;
    else if (text[position] === '"') return position;
  }
  return -1;
}

// One step further along a path, as jq writes it.
export function member(path, name) {
  if (typeof name === "number") return path === "." ? `.[${name}]` : `${path}[${name}]`;
  const base = path === "." ? "" : path;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `${base}.${name}` : `${base || "."}[${JSON.stringify(name)}]`;
}

export const braced = (path) => `{{ ${path} }}`;

// Puts a path into a text at the cursor; an empty text becomes the expression itself, and inside of an expression the
// braces are there already. Returns {text, cursor}.
export function insertPath(text, start, end, path) {
  const before = text.slice(0, start);
  const inside = before.lastIndexOf("{{") > before.lastIndexOf("}}");
  const added = inside ? path : braced(path);
  return { text: before + added + text.slice(end), cursor: start + added.length };
}

// What a picker shows of a value: [{name, path, kind, summary, children?}], bounded in breadth and depth.
export function tree(value, path, depth = 0) {
  if (value === null || typeof value !== "object" || depth > 6) return [];
  const entries = Array.isArray(value) ? value.slice(0, 20).map((item, index) => [index, item]) : Object.entries(value).slice(0, 100);
  return entries.map(([name, inner]) => {
    const here = member(path, name);
    return { name: String(name), path: here, summary: summary(inner), children: tree(inner, here, depth + 1) };
  });
}

// What a schema promises of an output that no run has shown yet.
export function schemaTree(schema, path, depth = 0) {
  const properties = schema?.properties;
  if (!properties || depth > 4) return [];
  return Object.entries(properties).map(([name, inner]) => {
    const here = member(path, name);
    return { name, path: here, summary: inner.title ?? inner.type ?? "", children: schemaTree(inner, here, depth + 1) };
  });
}

// A value in a few words.
export function summary(value, limit = 60) {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  if (typeof value === "object") {
    if (value.$file) return `file ${value.$file.name ?? ""}`.trim();
    if (value.$truncated) return `${value.$truncated.bytes} bytes`;
    const names = Object.keys(value);
    return names.length ? `{${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}}` : "{}";
  }
  const text = typeof value === "string" && value !== "" ? value : JSON.stringify(value);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
