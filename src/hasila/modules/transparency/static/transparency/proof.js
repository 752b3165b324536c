// Checks a proof in the browser: RFC 6962, c2sp.org signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof.
// Nothing is sent anywhere. The same steps stand in hasila.assurance.papers, and give the same reasons.
(() => {
  "use strict";

  const LETTERS45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const LETTERS32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const COMPACT = "HASILA1:", HEADER = "c2sp.org/tlog-proof@v1", EXTRA = "hasila.entry/v1\n";
  const LARGEST = 1000000, LOG = 1, WITNESS = 4;
  const KEYS = [
    "act", "actor", "basis", "cause", "correction", "day", "facets", "from", "id", "mandate", "measures", "note",
    "number", "occurred_at", "procedure", "record", "recorded_at", "simulated", "to", "unit", "v", "version",
  ];

  class Unproven extends Error {
    constructor(code) {
      super(code);
      this.code = code;
    }
  }
  const refuse = (code) => {
    throw new Unproven(code);
  };
  const need = (held, code = "unreadable") => held || refuse(code);

  // Bytes.
  const utf8 = (text) => new TextEncoder().encode(text);
  function text(data, code = "unreadable") {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    } catch {
      return refuse(code);
    }
  }
  function joined(...parts) {
    const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
  const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
  const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
  const encode64 = (data) => btoa(String.fromCharCode(...data));
  function decode64(line, code = "unreadable") {
    need(/^[A-Za-z0-9+/]*={0,2}$/.test(line) && line.length % 4 === 0, code);
    const data = Uint8Array.from(atob(line), (char) => char.charCodeAt(0));
    need(encode64(data) === line, code);
    return data;
  }
  function size(line) {
    need(/^(0|[1-9][0-9]*)$/.test(line) && Number.isSafeInteger(Number(line)));
    return Number(line);
  }

  // Keys and notes.
  async function key(line, kind) {
    const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line.trim());
    need(found, "key");
    const material = decode64(found[3], "key");
    need(material.length === 33 && material[0] === kind, "key");
    const id = (await sha256(utf8(`${found[1]}\n`), material)).slice(0, 4);
    need(hex(id) === found[2], "key");
    return { name: found[1], id, key: material.slice(1), kind };
  }
  async function signedBy(key, message, signature) {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]).catch((error) => {
      if (error.name === "NotSupportedError") throw error;
      return refuse("key");
    });
    return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
  }
  function note(whole) {
    // eslint-disable-next-line no-control-regex
    need(!/[\u0000-\u0009\u000b-\u001f]/.test(whole));
    const end = whole.lastIndexOf("\n\n");
    need(end >= 0 && whole.endsWith("\n") && whole.length > end + 2);
    const lines = whole.slice(end + 2, -1).split("\n");
    need(lines.length <= 100);
    return {
      body: whole.slice(0, end + 1),
      lines: lines.map((line) => {
        const found = /^— ([^+\s]+) ([A-Za-z0-9+/=]+)$/.exec(line);
        need(found);
        const data = decode64(found[2]);
        need(data.length > 4);
        return { name: found[1], id: data.slice(0, 4), signature: data.slice(4) };
      }),
    };
  }
  function checkpoint(body) {
    const lines = body.slice(0, -1).split("\n");
    need(lines.length >= 3 && lines.every((line) => line !== ""));
    const root = decode64(lines[2]);
    need(root.length === 32);
    return { origin: lines[0], size: size(lines[1]), root };
  }
  const lineOf = (key, lines) => lines.find((line) => line.name === key.name && same(line.id, key.id));

  // The tree.
  const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);
  const half = (number) => Math.floor(number / 2);
  async function rootOf(leaf, index, count, path, code) {
    need(index < count, code);
    let [found, at, last] = [leaf, index, count - 1];
    for (const other of path) {
      need(last > 0, code);
      if (at % 2 || at === last) {
        found = await nodeHash(other, found);
        while (at % 2 === 0 && at > 0) [at, last] = [half(at), half(last)];
      } else {
        found = await nodeHash(found, other);
      }
      [at, last] = [half(at), half(last)];
    }
    need(last === 0, code);
    return found;
  }
  async function leafHash(leaf) {
    const header = await sha256(leaf.salt, leaf.header);
    return sha256(Uint8Array.of(0, 1), header, leaf.content);
  }

  // Reading: a file, or the text of a code.
  function leafOf(extra) {
    const mark = utf8(EXTRA);
    need(extra.length > mark.length + 64 && same(extra.slice(0, mark.length), mark), "no_entry");
    const rest = extra.slice(mark.length);
    return { salt: rest.slice(0, 32), content: rest.slice(32, 64), header: rest.slice(64) };
  }
  function readFile(plain) {
    const end = plain.indexOf("\n\n");
    const lines = plain.slice(0, end).split("\n");
    need(end >= 0 && lines.shift() === HEADER);
    const extra = lines[0]?.startsWith("extra ") ? decode64(lines.shift().slice(6)) : new Uint8Array(0);
    need(lines[0]?.startsWith("index "));
    const index = size(lines.shift().slice(6));
    const path = lines.map((line) => decode64(line));
    need(path.length <= 63 && path.every((hash) => hash.length === 32));
    return { index, path, note: plain.slice(end + 2), leaf: leafOf(extra) };
  }
  function bytes45(letters) {
    const values = Array.from(letters, (letter) => LETTERS45.indexOf(letter));
    need(values.every((value) => value >= 0));
    const out = [];
    for (let at = 0; at < values.length; at += 3) {
      const [one, two, three] = values.slice(at, at + 3);
      need(two !== undefined);
      const value = one + 45 * two + 2025 * (three ?? 0);
      need(value < (three === undefined ? 256 : 65536));
      if (three !== undefined) out.push(value >> 8);
      out.push(value & 255);
    }
    return Uint8Array.from(out);
  }
  class Reader {
    constructor(data) {
      this.left = data;
    }
    raw(length) {
      need(length <= this.left.length);
      const part = this.left.slice(0, length);
      this.left = this.left.slice(length);
      return part;
    }
    number() {
      let [value, place, byte] = [0, 1, 128];
      while (byte > 127) {
        [byte] = this.raw(1);
        value += (byte & 127) * place;
        need(Number.isSafeInteger(value) && !(byte === 0 && place > 1));
        place *= 128;
      }
      return value;
    }
    data() {
      return this.raw(this.number());
    }
    value() {
      const kind = this.number();
      if (kind < 3) return ["null", "false", "true"][kind];
      if (kind === 3) return String(this.number());
      if (kind === 4) return `"${hex(this.raw(16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}"`;
      need(kind === 5);
      return JSON.stringify(text(this.data()));
    }
    header() {
      const kind = this.number();
      need(kind < 2);
      return kind ? utf8(`{${KEYS.map((name) => `"${name}":${this.value()}`).join(",")}}`) : this.data();
    }
  }
  async function readCode(plain) {
    const source = new Reader(bytes45(plain.slice(COMPACT.length)));
    const index = source.number();
    const count = source.number();
    need(count <= 63);
    const path = Array.from({ length: count }, () => source.raw(32));
    const leaf = { header: source.header(), salt: source.raw(32), content: source.raw(32) };
    const origin = text(source.data());
    const total = source.number();
    const root = await rootOf(await leafHash(leaf), index, total, path, "unreadable");
    let whole = `${origin}\n${total}\n${encode64(root)}\n\n`;
    for (let left = source.number(); left > 0; left -= 1) {
      const name = text(source.data()) || origin;
      whole += `— ${name} ${encode64(joined(source.raw(4), source.data()))}\n`;
    }
    need(source.left.length === 0);
    return { index, path, note: whole, leaf };
  }
  async function read(given) {
    const plain = given.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
    need(plain.length <= LARGEST);
    return plain.trim().startsWith(COMPACT) ? readCode(plain.trim()) : readFile(plain);
  }

  // The check itself.
  async function check(given, logLines, witnessLines) {
    const logs = await Promise.all(logLines.map((line) => key(line, LOG)));
    const witnesses = await Promise.all(witnessLines.map((line) => key(line, WITNESS)));
    const proof = await read(given);
    const said = entry(proof.leaf.header);
    const { body, lines } = note(proof.note);
    const head = checkpoint(body);
    need(logs.some((log) => log.name === head.origin), "other_log");
    const known = logs.filter((log) => log.name === head.origin && lineOf(log, lines));
    need(known.length, "other_key");
    for (const log of known) {
      const held = lines.filter((line) => line.name === log.name && same(line.id, log.id));
      for (const line of held) {
        need(line.signature.length === 64 && (await signedBy(log.key, utf8(body), line.signature)), "signature");
      }
    }
    const root = await rootOf(await leafHash(proof.leaf), proof.index, head.size, proof.path, "altered");
    need(same(root, head.root), "altered");
    return { said, head, index: proof.index, cosigned: await cosigned(body, lines, witnesses) };
  }
  async function cosigned(body, lines, witnesses) {
    const found = [];
    for (const witness of witnesses) {
      const line = need(lineOf(witness, lines), "witnesses");
      need(line.signature.length === 72, "cosignature");
      const at = new DataView(line.signature.buffer, line.signature.byteOffset).getBigUint64(0);
      const message = utf8(`cosignature/v1\ntime ${at}\n${body}`);
      need(at > 0n && (await signedBy(witness.key, message, line.signature.slice(8))), "cosignature");
      found.push({ name: witness.name, at: Number(at) });
    }
    return found;
  }
  function entry(header) {
    try {
      const said = JSON.parse(text(header, "no_entry"));
      if (said && typeof said === "object" && !Array.isArray(said)) return said;
    } catch {
      // told below
    }
    return refuse("no_entry");
  }

  // The page.
  const form = document.querySelector("[data-proof]");
  if (!form) return;
  const words = JSON.parse(document.getElementById("proof-words").textContent);
  const part = (name) => document.querySelector(`[data-proof-${name}]`);
  const moment = new Intl.DateTimeFormat(words.locale, {
    dateStyle: "long", timeStyle: "long", timeZone: "Africa/Casablanca", numberingSystem: "latn",
  });

  function referenceEnd(said) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(said.record)) return "";
    const value = BigInt(`0x${said.record.replaceAll("-", "")}`);
    const day = new Date(Number(value >> 80n));
    const year = new Intl.DateTimeFormat("en", { year: "2-digit", timeZone: "Africa/Casablanca" }).format(day);
    const letters = Array.from({ length: 10 }, (_, at) => LETTERS32[Number((value >> BigInt(5 * (9 - at))) & 31n)]);
    return `${year}-${letters.join("")}`;
  }
  const when = (micros) => (Number.isSafeInteger(micros) ? moment.format(new Date(micros / 1000)) : "");

  function rows({ said, head, index, cosigned: seen }) {
    const [label, target, state] = words.acts[said.act] ?? [];
    return [
      ["act", said.act, label],
      ["to", said.to, said.to === target ? state : undefined],
      ["occurred", when(said.occurred_at)],
      ["recorded", when(said.recorded_at)],
      ["reference", referenceEnd(said)],
      ["number", said.number],
      ["entry", said.id],
      ["simulated", said.simulated ? words.yes : ""],
      ["log", head.origin],
      ["position", String(index)],
      ["size", String(head.size)],
      ...seen.map(({ name, at }) => ["witness", name, moment.format(new Date(at * 1000))]),
    ].filter(([, value]) => value !== "" && value !== null && value !== undefined);
  }
  function fill(list, pairs) {
    list.replaceChildren(
      ...pairs.map(([name, ...values]) => {
        const [group, term, told] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
        term.textContent = words.labels[name];
        // Each value reads in its own direction, whatever stands beside it.
        for (const value of values.filter((each) => each !== undefined).reverse()) {
          const isolated = document.createElement("bdi");
          isolated.textContent = String(value);
          told.append(...(told.hasChildNodes() ? [" · "] : []), isolated);
        }
        group.append(term, told);
        return group;
      }),
    );
  }
  let run = 0;
  function clear() {
    run += 1;
    part("good").hidden = part("bad").hidden = true;
  }
  function reason(error) {
    if (error instanceof Unproven) return words.reasons[error.code];
    return error.name === "NotSupportedError" ? words.unsupported : words.failed;
  }
  const unasked = ["nothing", "no_key", "key"];
  const listed = (area) => area.value.split(/\s+/).filter((line) => line !== "");

  async function answer() {
    clear();
    const mine = run;
    const [given, logs, witnesses] = [part("text").value, listed(part("keys")), listed(part("witnesses"))];
    let shown = part("bad");
    try {
      if (!crypto.subtle) throw new DOMException("", "NotSupportedError");
      need(given.trim(), "nothing");
      need(logs.length, "no_key");
      const checked = await check(given, logs, witnesses);
      fill(part("rows"), rows(checked));
      shown = part("good");
    } catch (error) {
      part("why").textContent = reason(error);
      // Without the means to check, nothing is said of the proof.
      const failed = error instanceof Unproven && !unasked.includes(error.code);
      part("verdict").textContent = failed ? words.invalid : words.unchecked;
    }
    if (mine !== run) return;
    shown.hidden = false;
    shown.scrollIntoView({ block: "nearest" });
  }
  async function load() {
    clear();
    const [file] = part("file").files;
    if (file) part("text").value = file.size > LARGEST ? "" : await file.text();
  }

  part("without").hidden = true;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", clear);
  part("file").addEventListener("change", load);
  part("check").addEventListener("click", answer);
  part("use")?.addEventListener("click", () => {
    part("keys").value = part("site").textContent.trim();
    clear();
  });
})();
