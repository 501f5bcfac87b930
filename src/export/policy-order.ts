/** In which order people write a policy, and AWS shows it. */
const POLICY = ["Version", "Id", "Statement"];
const STATEMENT = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/**
 * A policy document with its elements in the order in which people write them; any other value as it is. `jsonencode`
 * sorts keys, so this is for the eye alone.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function inPolicyOrder(value: object): object {
  if (!isPolicy(value)) return value;
  const { Statement: statement } = value;
  const ordered = Array.isArray(statement) ? statement.map(statementOf) : statementOf(statement);
  return inOrder({ ...value, Statement: ordered }, POLICY);
}

/** Other JSON has statements too, such as a rule of a web ACL. */
function isPolicy(value: object): value is { readonly Statement: unknown } {
  return "Statement" in value && Object.keys(value).every((key) => POLICY.includes(key));
}

function statementOf(value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? inOrder(value, STATEMENT) : value;
}

/** What is not in the list keeps its place, after what is. */
function inOrder(value: object, order: readonly string[]): object {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b)));
}
