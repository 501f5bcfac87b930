import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Applied, differences, inOrder } from "../support/day-2/changes";
import { SHOP_STATE, Shop, type ShopChoices } from "../support/day-2/shop";
import { DAYS, FIRST } from "../support/day-2/shop-changes";

let shop: Applied<ShopChoices>;

beforeAll(async () => {
  shop = await Applied.from(
    SHOP_STATE,
    (choices: ShopChoices) => (app) => void new Shop(app, choices),
    FIRST,
  );
});
afterAll(() => shop.close());

for (const [day, changes] of DAYS.entries())
  describe(`day ${day + 2}`, () => {
    /** What each change does alone, by its name. */
    const done = new Map<string, readonly string[]>();

    test.each(changes)("$what", async (change) => {
      const actions = await shop.plan(change.to);
      expect(differences(change, actions)).toEqual([]);
      expect(shop.harm(change, actions)).toEqual([]);
      done.set(
        change.what,
        actions.map(({ address }) => address),
      );
    });

    test("together they do what each does alone, apply, and leave nothing to do", async () => {
      const all = inOrder(changes);
      const actions = await shop.plan(all);
      expect(new Set(actions.map(({ address }) => address))).toEqual(new Set([...done.values()].flat()));
      await shop.apply(all);
      expect(await shop.drift()).toEqual([]);
    });
  });
