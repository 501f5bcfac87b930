import { Construct } from "constructs";
import type { PhysicalName } from "../../src/core";
import { isToken, report } from "../../src/engine";
import { type IEncryptionKey, Secret, type SecretValue } from "../security";

export interface ConnectionSecretProps {
  readonly name: PhysicalName;
  readonly key: IEncryptionKey;
  readonly host: string;
  readonly port: number;
  /** Letters and digits: it stands in the URL as it is. */
  readonly token: string;
}

/** How to reach a cache, as JSON with `host`, `port`, `token`, `url`, and one field for each further URL that was asked for. */
export class ConnectionSecret extends Construct {
  readonly arn: string;
  readonly token: SecretValue;
  private readonly secret: Secret;
  private readonly fields: Record<string, string>;
  /** Queries by their field. */
  private readonly queries = new Map([["url", ""]]);

  constructor(scope: Construct, id: string, { name, key, host, port, token }: ConnectionSecretProps) {
    super(scope, id);
    const url = `rediss://:${token}@${host}:${port}/0`;
    this.fields = { host, port: String(port), token, url };
    this.secret = new Secret(this, "@secret", {
      name,
      key,
      description: "JSON with host, port, token and url: how to reach Redis",
      value: this.fields,
    });
    this.arn = this.secret.arn;
    this.token = this.secret.field("token");
  }

  /** The URL with a query; the same query in another order is the same field. */
  url(query: Readonly<Record<string, string>>): SecretValue {
    this.check(query);
    const pairs = Object.entries(query)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    const text = pairs.join("&");
    const field = this.fieldFor(text);
    this.queries.set(field, text);
    this.fields[field] = [this.fields.url, text].filter(Boolean).join("?");
    return this.secret.field(field);
  }

  /** A word for a query: `url_ssl_cert_reqs_required`. The second query with the same word has a 2 at its end. */
  private fieldFor(text: string): string {
    const word = text === "" ? "url" : `url_${text.replaceAll(/[^A-Za-z0-9]+/g, "_")}`;
    let field = word;
    for (let number = 2; (this.queries.get(field) ?? text) !== text; number++) field = `${word}_${number}`;
    return field;
  }

  private check(query: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(query)) {
      if (name === "") {
        report(this, {
          prop: "url.query",
          value: query,
          allowed: "names that are not empty",
          fix: 'write what the client\'s documentation calls it, e.g. { ssl_cert_reqs: "required" }',
        });
      }
      // Its place in the secret is named after it, and Terraform's values are not known here.
      if (isToken(name) || isToken(value)) {
        report(this, {
          prop: "url.query",
          value: name,
          allowed: "values that are known when the program runs",
          fix: "give the client this value in a variable of its own",
        });
      }
    }
  }
}
