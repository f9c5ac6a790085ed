// The folder into which a service without a mail server writes its messages.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

// The secret behind the link to a page, in the newest message to an address.
export async function tokenFor(folder: string, email: string, page: string): Promise<string> {
  const hash = createHash("sha256").update(email.toLowerCase()).digest("hex").slice(0, 16);
  for (let attempt = 0; attempt < 100; attempt++) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.includes(`-${hash}`) && name.endsWith(".eml")).sort();
    for (const name of names.reverse()) {
      const found = new RegExp(`/${page}\\?token=([\\w-]+)`).exec(plain(await readFile(join(folder, name), "utf8")))?.[1];
      if (found !== undefined) return found;
    }
    await pause(100);
  }
  throw new Error(`No mail with a link to ${page} came to ${email}`);
}

function plain(message: string): string {
  return message.split(/^--.*$/m).map((part) => {
    const [head = "", ...rest] = part.split(/\r?\n\r?\n/);
    const body = rest.join("\n\n");
    if (/transfer-encoding: *base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
    if (/transfer-encoding: *quoted-printable/i.test(head)) {
      return body.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    }
    return body;
  }).join("\n");
}
