// Brings everything up to date, then runs the given script on the pinned Node:
//   node scripts/setup.mjs scripts/start.ts --no-browser
// Plain Node without dependencies, for it runs before anything is installed. What an old Node
// cannot read stands behind the version check, in setup/main.mjs.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org), then run the same command again.`,
  );
  process.exitCode = 1;
} else {
  import("./setup/main.mjs").then(({ main }) => main(process.argv.slice(2)));
}
