import type { IConstruct } from "constructs";
import { long2ip, Netmask } from "netmask";
import { PlatformStack } from "../../src/core";
import { report } from "../../src/engine";

/** A kind of subnet: reachable from the internet, reaching it through NAT, or neither. */
export type SubnetTier = "public" | "private" | "database";

export const SUBNET_TIERS: readonly SubnetTier[] = ["public", "private", "database"];

/** Last letter of an availability zone: `a` of `us-east-1a`. */
export type ZoneLetter = "a" | "b" | "c" | "d" | "e";

/** Zones for which every network has room: more would leave none for a sixth of the sixteen blocks. */
export const ZONE_LETTERS: readonly ZoneLetter[] = ["a", "b", "c", "d", "e"];

/** Bits that one of the sixteen blocks of a network takes: a /16 gives /20 subnets. */
const BLOCK_BITS = 4;

/**
 * The block of a subnet. Zones a to c of the three tiers have blocks 0 to 8 and later zones follow, so a new zone
 * moves no range: 10.0.0.0/16 has public 10.0.0.0/20 …, private 10.0.48.0/20 ….
 */
export function blockOf(tier: SubnetTier, zone: ZoneLetter): number {
  const tierIndex = SUBNET_TIERS.indexOf(tier);
  const zoneIndex = ZONE_LETTERS.indexOf(zone);
  return zoneIndex < 3 ? tierIndex * 3 + zoneIndex : zoneIndex * 3 + tierIndex;
}

const parsed = new Map<string, Netmask>();

/** A range as numbers, read once: the same few stand in every environment. @throws Error when it is none */
function rangeOf(cidr: string): Netmask {
  const known = parsed.get(cidr);
  if (known) return known;
  const range = new Netmask(cidr);
  parsed.set(cidr, range);
  return range;
}

/** The range of a subnet inside a network's range, e.g. `10.0.48.0/20`. */
export function subnetRange(cidr: string, tier: SubnetTier, zone: ZoneLetter): string {
  const { netLong, size, bitmask } = rangeOf(cidr);
  const start = netLong + (size / 2 ** BLOCK_BITS) * blockOf(tier, zone);
  return `${long2ip(start)}/${bitmask + BLOCK_BITS}`;
}

/** Ranges for private networks. https://www.rfc-editor.org/rfc/rfc1918 */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Why a text is no usable network range, or undefined when it is one. */
export function rangeProblem(cidr: string): string | undefined {
  try {
    const network = rangeOf(cidr);
    if (!cidr.includes("/")) return "has no prefix length";
    if (network.toString() !== cidr) return `starts inside the range ${network.toString()}`;
    if (!PRIVATE.some((range) => inside(cidr, range)))
      return "is not private: its addresses belong to others";
    if (network.bitmask < 16 || network.bitmask > 24) return "is not between /16 and /24";
    return undefined;
  } catch {
    return "is no IPv4 range";
  }
}

/** Whether two ranges share an address. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [rangeOf(a), rangeOf(b)];
  return one.netLong < other.netLong + other.size && other.netLong < one.netLong + one.size;
}

/** Whether a range lies inside another. */
export function inside(inner: string, outer: string): boolean {
  const [small, large] = [rangeOf(inner), rangeOf(outer)];
  return large.netLong <= small.netLong && small.netLong + small.size <= large.netLong + large.size;
}

const claimed = new WeakMap<
  IConstruct,
  { readonly cidr: string; readonly path: string; readonly platform: string }[]
>();

/** Reports a range that overlaps another network's of the same platform, in whatever environment. */
export function claimRange(network: IConstruct, cidr: string): void {
  const { path, root } = network.node;
  const platform = PlatformStack.of(network).environment.platform.name;
  const ranges = claimed.get(root) ?? [];
  claimed.set(root, ranges);
  const other = ranges.find((range) => range.platform === platform && overlap(range.cidr, cidr));
  ranges.push({ cidr, path, platform });
  if (!other || other.path === path) return;
  report(network, {
    prop: "cidr",
    value: cidr,
    allowed: `a range that no other network of ${platform} meets; ${other.path} has ${other.cidr}`,
    fix: "take another range: networks of one platform are connected sooner or later",
  });
}
