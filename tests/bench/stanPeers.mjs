// Stan through R: a process that compiles one program and samples it whenever it is asked to.
import { spawn, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The version of rstan; undefined where there is none. */
export function findStan() {
  const program = 'cat(as.character(packageVersion("rstan")))';
  const { status, stdout } = spawnSync("Rscript", ["-e", program], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Opens a sampler of a program of the folder stan; `sample(seed)` gives { warmUp, sampling, leapfrogs, draws }. */
export async function openStan({ program, ...problem }) {
  const child = spawn("Rscript", [join(here, "stanPeer.R")], { stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (text) => void (complaints += text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** The next line that is JSON: R and its compiler may say other things. */
  const answer = async () => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done) throw new Error(`stanPeer.R failed:\n${complaints}`);
      if (value.startsWith("{")) return JSON.parse(value);
    }
  };
  const ask = (line) => {
    child.stdin.write(`${line}\n`);
    return answer();
  };
  const folder = join(tmpdir(), "credence-stan");
  const versions = await ask(
    JSON.stringify({ ...problem, program: join(here, "stan", `${program}.stan`), folder }),
  );
  return { versions, sample: (seed) => ask(seed), close: () => child.kill() };
}
