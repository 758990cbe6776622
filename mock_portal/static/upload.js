import { formToken, Refusal } from "./api.js";
import { showCaptcha } from "./captcha.js";
import { t } from "./page.js";

/** Send a file with other fields in a form of parts; `onProgress` is told the share that has left, from 0 to 1. */
export async function upload(path, fields, file, onProgress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, file.name);
  const token = Object.entries(await formToken());
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (step) => { if (step.lengthComputable) onProgress(step.loaded / step.total); });
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => settle(request, resolve, reject));
    for (const bad of ["error", "abort", "timeout"]) request.addEventListener(bad, () => reject(new Refusal(t("refused.system"))));
    request.open("POST", path);
    for (const [name, value] of token) request.setRequestHeader(name, value);
    request.send(form);
  });
}

/** A puzzle instead of an answer leaves the call hanging, as every other call. */
function settle(request, resolve, reject) {
  if (request.getResponseHeader("bdturing-verify")) return showCaptcha();
  try {
    const { code, message, data } = JSON.parse(request.responseText);
    return code === 0 ? resolve(data) : reject(new Refusal(message));
  } catch {
    return reject(new Refusal(t("refused.system")));
  }
}
