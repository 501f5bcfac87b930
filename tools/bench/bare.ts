import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { Landform, LandformStack, StateBackend, tune, ZipAsset } from "../../src/engine";

// Written by the measurement, beside the bundle of this file.
const { archives, build } = require("./build.js") as {
  archives: Readonly<Record<string, Readonly<Record<string, string>>>>;
  build(
    stack: LandformStack,
    add: <T>(resource: Resource<T>, type: string, name: string, props: object) => T,
  ): void;
};
type Resource<T> = new (scope: Construct, id: string, props: object) => T;

/** The engine without modules: what modules cost is the difference to it. */
tune();
const [outdir = "", count = "1"] = process.argv.slice(2);
const app = new Landform({ outdir });
for (let index = 0; index < Number(count); index++) {
  const stack = new LandformStack(app, `bench-${index}`, ">= 1.5.0");
  const location = { bucket: "b", region: "us-east-1", table: "t", encryptionKey: "alias/k" };
  new StateBackend(stack, { ...location, key: `${index}/terraform.tfstate` });
  new AwsProvider(stack, "aws", { region: "us-east-1", defaultTags: [{ tags: { Project: "bench" } }] });
  // Ids decide addresses, as in modules: one scope for each type, which does not show.
  const scopes = new Map<string, Construct>();
  const scopeOf = (type: string) => {
    const scope = scopes.get(type) ?? new Construct(stack, `@${type}`);
    scopes.set(type, scope);
    return scope;
  };
  build(stack, (resource, type, name, props) => new resource(scopeOf(type), name, props));
  for (const [name, files] of Object.entries(archives)) new ZipAsset(stack, name, files);
}
app.synth();
