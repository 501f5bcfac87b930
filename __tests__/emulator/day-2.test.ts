import { changeDayByDay } from "../support/day-2/days";
import { SHOP_STATE, Shop, type ShopChoices } from "../support/day-2/shop";
import { DAYS, FIRST } from "../support/day-2/shop-changes";

changeDayByDay<ShopChoices>({
  seeds: SHOP_STATE,
  program: (choices) => (app) => void new Shop(app, choices),
  first: FIRST,
  days: DAYS,
});
