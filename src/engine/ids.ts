import { type IConstruct, Node } from "constructs";
import { isToken } from "./json";
import { reportAt } from "./problems";

/** What `constructs` has inside; pinned with its version, and tested. */
interface Inside {
  readonly host: IConstruct;
  _children: Record<string, IConstruct> | undefined;
  addChild(child: IConstruct, name: string): void;
}

const prototype = Node.prototype as unknown as Inside;
const original = prototype.addChild;

/**
 * Makes an id that is given twice a problem like any other: `constructs` itself throws at the first, without a path.
 * The second construct is kept beside the first until synthesis refuses both.
 */
export function reportRepeatedIds(): void {
  prototype.addChild = addChild;
}

function addChild(this: Inside, child: IConstruct, name: string): void {
  // With a prototype, `constructor` would be there already.
  this._children ??= Object.create(null) as Record<string, IConstruct>;
  if (isToken(name)) {
    const [allowed, fix] = ["a text that is known at synthesis", "write the id as text"];
    reportAt(this.host, this.host.node.path, { prop: "id", value: name, allowed, fix });
  }
  if (!(name in this._children)) {
    original.call(this, child, name);
    return;
  }
  const { path } = this.host.node;
  reportAt(this.host, path ? `${path}/${name}` : name, {
    prop: "id",
    value: name,
    allowed: `an id that nothing else in ${path || "the program"} has`,
    fix: path
      ? "give one of the two another id"
      : "give one of the two environments another name, or another part",
  });
  let free = 2;
  while (`${name} (${free})` in this._children) free++;
  original.call(this, child, `${name} (${free})`);
}
