// Builds app/static/dist/ from app/static/src/ and the locked npm packages.
// Every file gets its hash in its name, so that a phone keeps it for a year,
// and a .gz and .br beside it, so that the web server never compresses twice.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { forOldPhones } from './build.css.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, 'app/static/src');
const target = join(root, 'app/static/dist');
const fresh = join(root, 'app/static/.dist-new');
const packages = join(root, 'node_modules');

const TARGETS = ['es2017', 'chrome70', 'firefox68', 'safari12'];
const COMPRESSED = new Set(['.css', '.js', '.svg', '.json']);
const manifest = {};

/** Write a file under its hashed name and remember it in the manifest. */
function publish(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const extension = extname(name);
  const hashed = join(dirname(name), `${basename(name, extension)}-${hash}${extension}`);
  const path = join(fresh, hashed);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  manifest[name] = hashed;
  if (!COMPRESSED.has(extension)) return;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, quality));
}

/** Bundle one entry with esbuild and give back its text. */
async function bundle(entry, options = {}) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    target: TARGETS,
    format: 'iife',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  return result.outputFiles[0].text;
}

async function buildStyles() {
  for (const name of ['toukanblon.css', 'screen.css']) {
    const bundled = await bundle(join(source, 'css', name), { minify: false });
    publish(name, await forOldPhones(bundled, TARGETS));
  }
}

async function buildScripts() {
  publish('app.js', await bundle(join(source, 'app.js')));
  publish('reference.js', await bundle(join(source, 'reference.js')));
  publish('passkey.js', await bundle(join(source, 'passkey.js')));
  for (const name of ['room', 'desk', 'screen', 'stage']) {
    const entry = join(source, `live/${name}.js`);
    if (existsSync(entry)) publish(`${name}.js`, await bundle(entry));
  }
}

function copyFiles() {
  for (const name of ['favicon.svg', 'icons.svg', 'preview.png']) {
    publish(name, readFileSync(join(source, 'icons', name)));
  }
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    publish(`swagger/${name}`, readFileSync(join(packages, 'swagger-ui-dist', name)));
  }
}

/** Keep what the build before published: a page that is open, or a process not yet restarted, names it. */
function keepLastBuild() {
  const before = join(target, 'manifest.json');
  if (!existsSync(before)) return;
  for (const hashed of Object.values(JSON.parse(readFileSync(before, 'utf8')))) {
    for (const ending of ['', '.gz', '.br']) {
      const [from, to] = [join(target, hashed + ending), join(fresh, hashed + ending)];
      if (existsSync(from) && !existsSync(to)) copyFileSync(from, to);
    }
  }
}

rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
await buildStyles();
await buildScripts();
copyFiles();
keepLastBuild();
writeFileSync(join(fresh, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
