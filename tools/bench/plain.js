// The same resources with cdktf alone, as its own template sets a program up.
const { App, S3Backend, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");

const [build, outdir, count] = process.argv.slice(2);
const app = new App({ outdir });
for (let index = 0; index < Number(count); index++) {
  const stack = new TerraformStack(app, `bench-${index}`);
  new S3Backend(stack, {
    bucket: "b",
    key: `${index}/terraform.tfstate`,
    region: "us-east-1",
    dynamodbTable: "t",
  });
  new AwsProvider(stack, "aws", { region: "us-east-1", defaultTags: [{ tags: { Project: "bench" } }] });
  require(build).build(stack, (Resource, type, name, props) => {
    const resource = new Resource(stack, `${type}_${name}`, props);
    resource.overrideLogicalId(name);
    return resource;
  });
}
app.synth();
