import type { IConstruct } from "constructs";
import { allGrants, checkFormat, type Grant, type IGrantable } from "../../src/core";
import type { IEncryptionKey } from "../security";

/** A bucket that others read and write. */
export interface IBucket {
  readonly name: string;
  readonly arn: string;
  /**
   * Reads objects, and lists them.
   * @param prefix folder to which both are limited, e.g. `invoices/`
   */
  grantRead(to: IGrantable, prefix?: string): Grant;
  /**
   * Writes and deletes objects, without reading or listing them. What is deleted is kept as an old version.
   * @param prefix folder to which that is limited, e.g. `invoices/`
   */
  grantWrite(to: IGrantable, prefix?: string): Grant;
  /**
   * Reads, writes, deletes and lists objects.
   * @param prefix folder to which all of that is limited, e.g. `invoices/`
   */
  grantReadWrite(to: IGrantable, prefix?: string): Grant;
}

const READ = ["s3:GetObject"];
const WRITE = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"];

/** A folder: without its slash `invoices` would include `invoices-old/`. IAM takes `*`, `?` and `$` for patterns. */
const FOLDER = {
  pattern: /^[\w!.'()-][\w!.'()/ -]*\/$/,
  allowed: "a folder: letters, digits and ! _ . ' ( ) -, with / at its end and not at its start",
  fix: 'write for example "invoices/", or leave it out for all objects',
};

/** Rights on the objects of one bucket. */
export class BucketAccess {
  /** @param owner where problems are reported */
  constructor(
    private readonly owner: IConstruct,
    private readonly arn: string,
    private readonly key: Pick<IEncryptionKey, "grantDecrypt" | "grantEncryptDecrypt"> | undefined,
  ) {}

  read(to: IGrantable, prefix?: string): Grant {
    return allGrants(
      this.objects(to, "ReadObjects", READ, prefix),
      this.list(to, prefix),
      ...(this.key ? [this.key.grantDecrypt(to, "s3")] : []),
    );
  }

  write(to: IGrantable, prefix?: string): Grant {
    return allGrants(this.objects(to, "WriteObjects", WRITE, prefix), ...this.encrypt(to));
  }

  readWrite(to: IGrantable, prefix?: string): Grant {
    return allGrants(
      this.objects(to, "ReadAndWriteObjects", [...READ, ...WRITE], prefix),
      this.list(to, prefix),
      ...this.encrypt(to),
    );
  }

  /** The parts of a large upload are read again when it ends: writing takes both rights. */
  private encrypt(to: IGrantable): readonly Grant[] {
    return this.key ? [this.key.grantEncryptDecrypt(to, "s3")] : [];
  }

  private objects(to: IGrantable, purpose: string, actions: readonly string[], prefix?: string): Grant {
    if (prefix !== undefined) checkFormat(this.owner, "prefix", prefix, FOLDER);
    return to.grant({ purpose, actions, resources: [`${this.arn}/${prefix ?? ""}*`] }, this.owner);
  }

  private list(to: IGrantable, prefix: string | undefined): Grant {
    // No condition here: the request for a bucket's region has no prefix.
    const location = { purpose: "LocateBucket", actions: ["s3:GetBucketLocation"], resources: [this.arn] };
    return allGrants(
      to.grant(
        {
          purpose: "ListObjects",
          actions: ["s3:ListBucket"],
          resources: [this.arn],
          ...(prefix === undefined ? {} : { conditions: { StringLike: { "s3:prefix": `${prefix}*` } } }),
        },
        this.owner,
      ),
      to.grant(location, this.owner),
    );
  }
}
