import { expect, test } from "vitest";
import { changeDayByDay } from "../support/day-2/days";
import { SHOP_STATE, Shop, type ShopChoices } from "../support/day-2/shop";
import { DAYS, FIRST } from "../support/day-2/shop-changes";

const shop = changeDayByDay<ShopChoices>({
  seeds: SHOP_STATE,
  program: (choices) => (app) => void new Shop(app, choices),
  first: FIRST,
  days: DAYS,
});

test("another id is another thing: synthesis asks whether it was renamed", async () => {
  const renamed = shop().plan(({ services: { api = {}, ...others }, ...choices }) => ({
    ...choices,
    services: { ...others, backend: api },
  }));
  await expect(renamed).rejects.toThrow(
    /seems renamed: .*_api → .*_backend|seems renamed: .*\.api → .*\.backend/,
  );
});
