import { t } from "./page.js";

export const PATH = "/api/v1/seller/growth_center";

/** Each appeal state with its colour. */
export const TONES = { to_appeal: "wait", inProgress: "wait", success: "good", failed: "bad", closed: "off" };

/** Whose violation it is. */
export const account = (row) => (row.handle ? `@${row.handle}` : t("health.account.shop"));
