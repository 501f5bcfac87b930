import { changeDayByDay } from "../support/day-2/days";
import { SHOP_STATE } from "../support/day-2/shop";
import { Store, type StoreChoices } from "../support/day-2/store";
import { DAYS, FIRST } from "../support/day-2/store-changes";

changeDayByDay<StoreChoices>({
  seeds: SHOP_STATE,
  program: (choices) => (app) => void new Store(app, choices),
  first: FIRST,
  days: DAYS,
});
