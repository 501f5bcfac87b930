// Turns a synthesized stack back into a program of bare provider constructs: what somebody without this project would
// write for the same resources. The measurements compare with it.
const fs = require("node:fs");
const path = require("node:path");
const { unzipSync } = require("fflate");

/** `aws_db_instance` → the class that @cdktf/provider-aws has for it. */
function classOf(type, data) {
  const [provider, ...words] = type.split("_");
  const path = `@cdktf/provider-${provider}/lib/${data ? "data-aws-" : ""}${words.join("-")}`;
  const wanted = Object.entries(require(path)).find(([, value]) => value.tfResourceType === type);
  if (!wanted) throw new Error(`${path} has no class for ${type}`);
  return { path, name: wanted[0], prototype: wanted[1].prototype };
}

const camel = (key) => key.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/**
 * The source of `build(stack, add)`, which makes every resource of a configuration, and of `archives`, which lie beside
 * it. `add(class, type, name, props)` makes one, since who makes it decides how addresses come about.
 * @param {object} config content of a cdk.tf.json
 * @param {Record<string, Record<string, string>>} archives files of each archive, by name
 */
function generate(config, archives) {
  const elements = [...elementsOf(config.data, true), ...elementsOf(config.resource, false)];
  const byAddress = new Map(elements.map((element) => [element.address, element]));
  const ordered = sort(elements, byAddress);
  const imports = new Map(ordered.map(({ type, data, cls }) => [cls.name, [cls.path, type, data]]));
  const variables = Object.entries(config.variable ?? {}).map(
    ([name, value]) =>
      `  new TerraformVariable(stack, ${JSON.stringify(name)}, ${source(value, byAddress)});`,
  );
  const outputs = Object.entries(config.output ?? {}).map(
    ([name, value]) => `  new TerraformOutput(stack, ${JSON.stringify(name)}, ${source(value, byAddress)});`,
  );
  const body = ordered.map(
    ({ variable, cls, type, name, value }) =>
      `  const ${variable} = add(${cls.name}, ${JSON.stringify(type)}, ${JSON.stringify(name)}, ${source(value, byAddress)});`,
  );
  // cdktf has no class for what is ephemeral.
  const { ephemeral } = config;
  const overrides = ephemeral ? [`  stack.addOverride("ephemeral", ${JSON.stringify(ephemeral)});`] : [];
  return [
    'const { TerraformOutput, TerraformVariable } = require("cdktf");',
    ...[...imports].map(([name, [path]]) => `const { ${name} } = require(${JSON.stringify(path)});`),
    "exports.build = (stack, add) => {",
    ...variables,
    ...overrides,
    ...body,
    ...outputs,
    "};",
    `exports.archives = ${JSON.stringify(archives)};`,
    "",
  ].join("\n");
}

function elementsOf(section, data) {
  return Object.entries(section ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, value]) => {
      const address = `${data ? "data." : ""}${type}.${name}`;
      return {
        type,
        name,
        data,
        address,
        value,
        cls: classOf(type, data),
        variable: address.replace(/\W/g, "_"),
      };
    }),
  );
}

const REFERENCE = /\$\{((?:data\.)?[a-z0-9_]+\.[a-z0-9_]+)\.([a-z_]+)\}/g;

function sort(elements, byAddress) {
  const done = new Set();
  const visit = (element) => {
    if (done.has(element)) return;
    done.add(element);
    const text = JSON.stringify(element.value);
    const waits = (element.value.depends_on ?? []).map((address) => byAddress.get(address));
    const refers = [...text.matchAll(REFERENCE)].map(([, address]) => byAddress.get(address));
    for (const other of [...refers, ...waits]) if (other) visit(other);
    ordered.push(element);
  };
  const ordered = [];
  for (const element of elements) visit(element);
  return ordered;
}

/** A value as JavaScript: references become attributes of the constructs, as anybody would write them. */
function source(value, byAddress, untyped = false) {
  if (typeof value === "string") return text(value, byAddress);
  if (Array.isArray(value)) return `[${value.map((item) => source(item, byAddress, untyped)).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  const lines = entries.map(([key, inner]) => {
    if (key === "depends_on")
      return `dependsOn: [${inner.map((address) => byAddress.get(address).variable).join(", ")}]`;
    const name = untyped ? key : camel(key);
    return `${JSON.stringify(name)}: ${source(inner, byAddress, untyped || key === "statement" || key === "tags")}`;
  });
  return `{ ${lines.join(", ")} }`;
}

function text(value, byAddress) {
  const json = jsonIn(value);
  return json ? `JSON.stringify(${source(json, byAddress, true)})` : plainText(value, byAddress);
}

/** What a text is the JSON of, as policies are; undefined where `JSON.stringify` would write it another way. */
function jsonIn(value) {
  if (!/^[{[]/.test(value)) return undefined;
  try {
    const json = JSON.parse(value);
    return JSON.stringify(json) === value ? json : undefined;
  } catch {
    return undefined;
  }
}

function plainText(value, byAddress) {
  const parts = [];
  let last = 0;
  for (const match of value.matchAll(REFERENCE)) {
    const element = byAddress.get(match[1]);
    if (!element || !(camel(match[2]) in element.cls.prototype)) continue;
    if (match.index > last) parts.push(JSON.stringify(value.slice(last, match.index)));
    parts.push(`${element.variable}.${camel(match[2])}`);
    last = match.index + match[0].length;
  }
  if (last < value.length || parts.length === 0) parts.push(JSON.stringify(value.slice(last)));
  return parts.join(" + ");
}

/** The archives of a stack's folder, unpacked. */
function archivesIn(folder) {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(".zip"));
  return Object.fromEntries(
    files.map((file) => {
      const entries = Object.entries(unzipSync(fs.readFileSync(path.join(folder, file))));
      const texts = entries.map(([name, content]) => [name, Buffer.from(content).toString()]);
      return [path.basename(file, ".zip"), Object.fromEntries(texts)];
    }),
  );
}

module.exports = { archivesIn, generate, read: (file) => JSON.parse(fs.readFileSync(file, "utf8")) };
