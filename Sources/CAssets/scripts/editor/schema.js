// From JSON Schema to the fields of a form. Pure.

const KNOWN_TYPES = ["string", "number", "integer", "boolean", "array", "object", "null"];

// Follows local references and puts `allOf` together, so that the rest sees one plain schema.
export function resolve(schema, root = schema, depth = 0) {
  if (schema === true || schema === undefined || schema === null || depth > 20) return {};
  if (typeof schema !== "object") return {};
  if (typeof schema.$ref === "string" && schema.$ref.startsWith("#")) {
    const target = schema.$ref.slice(1).split("/").filter(Boolean)
      .reduce((inner, name) => inner?.[decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~")], root);
    const { $ref: _, ...own } = schema;
    return { ...resolve(target, root, depth + 1), ...own };
  }
  if (!Array.isArray(schema.allOf)) return schema;
  const { allOf, ...own } = schema;
  return allOf.map((part) => resolve(part, root, depth + 1)).reduce(
    (whole, part) => ({
      ...whole, ...part,
      properties: { ...whole.properties, ...part.properties },
      required: [...new Set([...(whole.required ?? []), ...(part.required ?? [])])],
    }), own);
}

export function types(schema) {
  if (Array.isArray(schema.type)) return schema.type.filter((type) => type !== "null");
  if (schema.type) return [schema.type];
  if (schema.enum) return [...new Set(schema.enum.map(typeOf))].filter((type) => type !== "null");
  if (schema.properties || schema.additionalProperties) return ["object"];
  if (schema.items) return ["array"];
  return [];
}

export function typeOf(value) {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (Number.isInteger(value)) return "integer";
  return typeof value;
}

// Whether the schema asks for a file handle.
export const isFile = (schema) =>
  Boolean(schema.properties?.$file || schema["x-weir-file"] || schema.format === "file" || schema["x-file"]);

// Which control a value of this schema is entered with.
export function controlOf(given, root = given) {
  const schema = resolve(given, root);
  if (isFile(schema)) return "file";
  if (schema.enum || schema.const !== undefined) return "enum";
  if (schema.oneOf || schema.anyOf) return variants(schema, root).length > 1 ? "variant" : controlOf(variants(schema, root)[0] ?? {}, root);
  const found = types(schema);
  if (found.length !== 1) return found.length === 0 && schema.properties ? "object" : "json";
  switch (found[0]) {
    case "boolean": return "boolean";
    case "integer": case "number": return "number";
    case "string": return isLong(schema) ? "multiline" : "text";
    case "array": return "array";
    case "object": return schema.properties && Object.keys(schema.properties).length ? "object" : "map";
    default: return "json";
  }
}

const isLong = (schema) =>
  schema.format === "multiline" || schema.contentMediaType !== undefined || /description|body|message|notes?$/i.test(schema.title ?? "");

// The ways a value can look, without "or null".
export const variants = (schema, root = schema) =>
  (schema.oneOf ?? schema.anyOf ?? []).map((part) => resolve(part, root)).filter((part) => part.type !== "null");

// Which of the ways a value is in: by required members, then by type.
export function variantOf(ways, value) {
  const names = value && typeof value === "object" ? Object.keys(value) : [];
  const byMembers = ways.findIndex((way) => (way.required ?? []).length && way.required.every((name) => names.includes(name)));
  if (byMembers >= 0) return byMembers;
  const byType = ways.findIndex((way) => types(way).includes(typeOf(value)) || (typeOf(value) === "integer" && types(way).includes("number")));
  return Math.max(0, byType);
}

// The fields of an object: [{name, schema, title, isRequired}]. Required ones first, then those that have a value, in
// the order of the schema; unknown members of the value come last, so that nothing is hidden.
export function fieldsOf(given, value, root = given) {
  const schema = resolve(given, root);
  const required = new Set(schema.required ?? []);
  const own = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const resolved = resolve(property, root);
    return { name, schema: resolved, title: resolved.title ?? titleOf(name), isRequired: required.has(name), isKnown: true };
  });
  const known = new Set(own.map((field) => field.name));
  const others = Object.keys(value && typeof value === "object" && !Array.isArray(value) ? value : {})
    .filter((name) => !known.has(name))
    .map((name) => ({ name, schema: extra(schema, root), title: name, isRequired: false, isKnown: false }));
  const rank = (field) => (field.isRequired ? 0 : 1);
  return [...own.sort((left, right) => rank(left) - rank(right)), ...others];
}

const extra = (schema, root) =>
  schema.additionalProperties && typeof schema.additionalProperties === "object" ? resolve(schema.additionalProperties, root) : {};

// `assetId` and `asset_id` as people read them: "Asset id".
export function titleOf(name) {
  const words = name.replace(/^[^A-Za-z0-9]+/, "").replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[_.-]+/g, " ").trim().toLowerCase();
  return words ? words[0].toUpperCase() + words.slice(1) : name;
}

// What a new value of a schema is.
export function emptyValue(given, root = given) {
  const schema = resolve(given, root);
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (controlOf(schema, root)) {
    case "boolean": return false;
    case "number": return schema.minimum ?? 0;
    case "array": return [];
    case "object": {
      const needed = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
      return Object.fromEntries(needed.map(([name, property]) => [name, emptyValue(property, root)]));
    }
    case "map": return {};
    case "variant": return emptyValue(variants(schema, root)[0], root);
    case "file": case "json": return null;
    default: return "";
  }
}

// What a person typed, as a value of the schema. Throws with what is wrong.
export function parsed(text, schema) {
  switch (controlOf(schema)) {
    case "number": {
      if (text.trim() === "") return undefined;
      const number = Number(text);
      if (!Number.isFinite(number)) throw new Error("Write a number.");
      if (types(schema)[0] === "integer" && !Number.isInteger(number)) throw new Error("Write a whole number.");
      if (schema.minimum !== undefined && number < schema.minimum) throw new Error(`At least ${schema.minimum}.`);
      if (schema.maximum !== undefined && number > schema.maximum) throw new Error(`At most ${schema.maximum}.`);
      return number;
    }
    case "json": case "map": case "file": case "variant": return parsedJSON(text);
    default: return text;
  }
}

// Free JSON: what is no JSON is a text, unless it was meant as JSON.
export function parsedJSON(text) {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  try {
    return JSON.parse(trimmed);
  } catch (error) {
    if (/^[[{"]/.test(trimmed) && !trimmed.startsWith("{{")) throw new Error(`This is no JSON: ${error.message}`);
    return text;
  }
}

// A value as a person reads and edits it.
export function shown(value, schema) {
  const isJSON = schema !== undefined && controlOf(schema) === "json";
  if (value === undefined || value === null) return value === null && isJSON ? "null" : "";
  if (typeof value === "string") return isJSON && looksLikeJSON(value) ? JSON.stringify(value) : value;
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

const looksLikeJSON = (text) => /^(\s*[[{"]|\s*-?\d|true$|false$|null$)/.test(text) && !text.trim().startsWith("{{");

// In words, for a hint below a field.
export function describe(schema) {
  const parts = [schema.description];
  if (schema.format && !["multiline", "file"].includes(schema.format)) parts.push(`Format: ${schema.format}.`);
  if (schema.default !== undefined && schema.default !== null) parts.push(`Default: ${JSON.stringify(schema.default)}.`);
  if (Array.isArray(schema.examples) && schema.examples.length) parts.push(`For example ${schema.examples.map((one) => typeof one === "string" ? one : JSON.stringify(one)).join(", ")}.`);
  return parts.filter(Boolean).join(" ");
}

// Whether only known types stand in it; anything else is edited as JSON.
export const isPlain = (schema) => types(schema).every((type) => KNOWN_TYPES.includes(type));
