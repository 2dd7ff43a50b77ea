/**
 * What the container file and the manifests promise, without a container: the image's files are laid out by hand, with
 * the packages that a production install brings, owned by somebody else and not to be written; then the program runs
 * there as a user that owns nothing, with the variables of the manifests, and is probed where they say.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { freePort } from '../support/freePort.ts';
import { configVariables, readConfig } from '../../src/config.ts';
import { parseDocuments, readSources } from '../../src/rest/main.ts';
import { readSchemaFolder } from '../../src/server/schemaFolder.ts';
import { readNumbers } from '../support/numbers.ts';
import { startProgram, type Program } from '../support/program.ts';

jest.setTimeout(120_000);

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = readSources(parseDocuments((await readSchemaFolder()).documents));

interface Instruction {
  name: string;
  text: string;
}

/** Instructions of each stage. */
const stages = read('Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): Instruction => ({ name: line.split(' ')[0] ?? '', text: line.slice(line.indexOf(' ') + 1) }))
  .reduce<Instruction[][]>((all, one) => (one.name === 'FROM' ? [...all, [one]] : [...all.slice(0, -1), [...(all.at(-1) ?? []), one]]), []);
const [build = [], run = []] = stages;
const only = (stage: Instruction[], name: string): string => {
  const found = stage.filter((one) => one.name === name);
  if (found.length !== 1 || !found[0]) throw new Error(`expected one ${name}, found ${found.length}`);
  return found[0].text;
};
const imageEnv = Object.fromEntries(only(run, 'ENV').split(' ').map((pair) => pair.split('=') as [string, string]));
const health = JSON.parse(/CMD (\[.*\])$/.exec(only(run, 'HEALTHCHECK'))?.[1] ?? 'null') as string[];
const entry = JSON.parse(only(run, 'ENTRYPOINT')) as string[];

const manifests = readdirSync(join(root, 'deploy/kubernetes'))
  .filter((file) => file !== 'kustomization.yaml')
  .flatMap((file) => parseAllDocuments(read(`deploy/kubernetes/${file}`)).map((document) => ({ file, manifest: document.toJS() })));
const manifest = (kind: string, name = 'collectgraph'): any => {
  const found = manifests.filter((one) => one.manifest.kind === kind && one.manifest.metadata.name === name);
  if (found.length !== 1 || !found[0]) throw new Error(`expected one ${kind} ${name}, found ${found.length}`);
  return found[0].manifest;
};
const pod = manifest('Deployment').spec.template.spec;
const [container] = pod.containers;
const configured: Record<string, string> = { ...manifest('ConfigMap').data, ...manifest('Secret').stringData };

const without = (name: string): Record<string, string> => Object.fromEntries(Object.entries(configured).filter(([key]) => key !== name));

describe('the container file', () => {
  it('builds from the lock file, runs no package\'s script, and fetches from the registry alone', () => {
    expect(stages).toHaveLength(2);
    for (const [from] of stages) expect(from?.text).toMatch(/^node:20-slim( AS build)?$/);
    const commands = build.filter(({ name }) => name === 'RUN').map(({ text }) => text);
    expect(commands).toEqual(['npm ci --ignore-scripts', 'npm run build && npm prune --omit=dev --ignore-scripts']);
    expect(stages.flat().filter(({ name }) => name === 'ADD')).toEqual([]);
    expect(read('Dockerfile').split('\n').filter((line) => !line.startsWith('#')).join('\n')).not.toMatch(/curl|wget|apt|https?:\/\/(?!127)/);
  });

  it('copies what is there, and is given nothing else', () => {
    const given = read('.dockerignore').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(given[0]).toBe('*');
    const allowed = given.slice(1).map((line) => line.replace(/^!/, ''));
    const copied = stages.flat().filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from')).flatMap(({ text }) => text.split(' ').slice(0, -1));
    for (const path of copied) expect({ path, there: existsSync(join(root, path)), allowed: allowed.includes(path) }).toEqual({ path, there: true, allowed: true });
    for (const path of allowed) expect({ path, copied: copied.includes(path) }).toEqual({ path, copied: true });
    // The build reads these, and everything that it reads is there.
    const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
    for (const config of scripts['build']?.match(/tsconfig\.\w+\.json/g) ?? []) expect(copied).toContain(config);
  });

  it('runs as a number that is not root, without a shell, and says whether it lives through node itself', () => {
    expect(only(run, 'USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(entry).toEqual(['node', (JSON.parse(read('package.json')) as { bin: Record<string, string> }).bin['collectgraph']]);
    expect(JSON.parse(only(run, 'CMD'))).toEqual(['start']);
    expect(health[0]).toBe('node');
    expect(imageEnv).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
    expect(imageEnv['EVENTS_PATH']?.startsWith(`${only(run, 'VOLUME')}/`)).toBe(true);
    expect(only(run, 'EXPOSE')).toBe(imageEnv['PORT']);
  });
});

describe('the manifests', () => {
  it('name what there is', () => {
    const { resources } = parse(read('deploy/kubernetes/kustomization.yaml')) as { resources: string[] };
    expect([...resources, 'kustomization.yaml', 'secret.example.yaml'].sort()).toEqual(readdirSync(join(root, 'deploy/kubernetes')).sort());
    for (const { configMapRef, secretRef } of container.envFrom) expect(manifest(configMapRef ? 'ConfigMap' : 'Secret', (configMapRef ?? secretRef).name)).toBeDefined();
    const volumes = new Map<string, any>(pod.volumes.map((volume: any) => [volume.name, volume]));
    for (const { name } of container.volumeMounts) expect(volumes.has(name)).toBe(true);
    expect(Object.keys(manifest('Secret', volumes.get('keys').secret.secretName).stringData)).toEqual(['keys.yaml']);
    const ports = container.ports.map(({ name }: any) => name);
    expect(ports).toEqual(['http', 'metrics']);
    for (const { targetPort } of manifest('Service').spec.ports) expect(ports).toContain(targetPort);
    for (const port of manifest('NetworkPolicy').spec.ingress.flatMap((rule: any) => rule.ports)) expect(ports).toContain(port.port);
    const { labels } = manifest('Deployment').spec.template.metadata;
    for (const selector of [manifest('Service').spec.selector, manifest('PodDisruptionBudget').spec.selector.matchLabels, manifest('Deployment').spec.selector.matchLabels, manifest('NetworkPolicy').spec.podSelector.matchLabels]) expect(labels).toMatchObject(selector);
    expect(manifest('HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'collectgraph' });
    expect(manifest('ServiceAccount').metadata.name).toBe(pod.serviceAccountName);
  });

  it('set variables that there are, with values that are taken', () => {
    const known = new Map(configVariables(sources).map((variable) => [variable.name, variable]));
    for (const name of Object.keys(configured)) expect({ name, known: known.has(name) || name === 'NODE_ENV' }).toEqual({ name, known: true });
    for (const name of Object.keys(manifest('ConfigMap').data)) expect({ name, secret: known.get(name)?.secret ?? false }).toEqual({ name, secret: false });
    const config = readConfig({ ...imageEnv, ...configured }, sources);
    expect(config).toMatchObject({ mode: 'live', port: container.ports[0].containerPort, metrics: { at: 'own', port: container.ports[1].containerPort } });
    expect(config.introspection).toBe(false);
    const mounts = container.volumeMounts.map(({ mountPath }: any) => mountPath as string);
    for (const path of [configured['EVENTS_PATH'], configured['GATEWAY_API_KEYS_FILE']]) expect(mounts.some((mount: string) => path?.startsWith(`${mount}/`))).toBe(true);
  });

  it('leave time for the end, and notice it before it comes', () => {
    const drainMs = Number(configured['DRAIN_MS']);
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(drainMs + Number(configured['REQUEST_DEADLINE_MS']) + 5_000);
    const { periodSeconds, failureThreshold, timeoutSeconds } = container.readinessProbe;
    expect(drainMs).toBeGreaterThan((periodSeconds * failureThreshold + timeoutSeconds) * 1000);
  });

  it('allow nothing that is not needed', () => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } });
    expect(only(run, 'USER')).toBe(`${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`);
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    for (const side of ['requests', 'limits']) expect(Object.keys(container.resources[side])).toEqual(['cpu', 'memory']);
    expect(manifest('NetworkPolicy').spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(JSON.stringify(manifests.map(({ manifest: one }) => one))).not.toMatch(/hostPath|hostNetwork|privileged":true|:latest/);
  });
});

describe('the image, laid out by hand', () => {
  let folder: string;
  let app: string;
  let data: string;
  let program: Program | undefined;
  /** Somebody who owns nothing here; where this process is no root itself, it is that already. */
  const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'container-'));
    app = join(folder, 'app');
    data = join(folder, 'data');
    mkdirSync(join(app, 'node_modules'), { recursive: true });
    mkdirSync(data);
    if (!existsSync(join(root, entry[1] ?? ''))) throw new Error('The program is not built: run "npm run build".');
    for (const path of ['package.json', 'schema', 'dist']) cpSync(join(root, path), join(app, path), { recursive: true });
    // What `npm prune --omit=dev` leaves: the packages of the lock file that are not for development.
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { dev?: boolean; devOptional?: boolean }> };
    const kept = Object.keys(packages).filter((path) => path !== '' && packages[path]?.dev !== true && packages[path]?.devOptional !== true && existsSync(join(root, path)));
    const nested = new Set(kept.filter((path) => path.lastIndexOf('node_modules/') > 0));
    for (const path of kept.filter((one) => !nested.has(one))) {
      cpSync(join(root, path), join(app, path), { recursive: true, filter: (from) => !from.slice(join(root, path).length).includes('/node_modules') });
    }
    for (const path of nested) cpSync(join(root, path), join(app, path), { recursive: true });
    execFileSync('chmod', ['-R', 'a-w,a+rX', app]);
    chmodSync(folder, 0o755);
    if (nobody !== undefined) chownSync(data, nobody, nobody);
    const keys = join(folder, 'keys.yaml');
    writeFileSync(keys, manifest('Secret', 'collectgraph-keys').stringData['keys.yaml'] as string);
  });
  afterAll(() => {
    program?.close();
    execFileSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true });
  });

  const filesOf = (path: string): string[] => readdirSync(path, { recursive: true }).map(String).sort();

  it('starts as nobody, answers every probe, writes to its volume alone, and ends with 0', async () => {
    expect(existsSync(join(app, 'node_modules/jest'))).toBe(false);
    expect(existsSync(join(app, 'node_modules/typescript'))).toBe(false);
    const before = filesOf(app);
    const alone = without('REDIS_URL');
    program = await startProgram({
      env: { ...imageEnv, ...alone, PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', DRAIN_MS: '0', EVENTS_PATH: join(data, 'events.db'), GATEWAY_API_KEYS_FILE: join(folder, 'keys.yaml'), COLLECTMAXX_URL: 'http://127.0.0.1:9', COLLECTMAXX_WEBHOOK_SECRET: 'hook', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
      command: [entry[1] ?? ''], cwd: app, ...(nobody !== undefined && { uid: nobody }),
    });
    const { url } = program;
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(container[probe].httpGet.port).toBe('http');
      expect({ probe, status: (await fetch(url + container[probe].httpGet.path)).status }).toEqual({ probe, status: 200 });
    }
    // Nobody is let in without a key, and what is no data needs none.
    expect((await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' })).status).toBe(401);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await fetch(`${url}/webhooks/collectmaxx/hook`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"service":"paylink","event":"PayLinkVisited","id":"1"}' })).ok).toBe(true);
    expect(await healthCheck(url)).toBe(0);
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(0);
    expect(await healthCheck(url)).toBe(1);
    expect(filesOf(app)).toEqual(before);
    expect(statSync(join(data, 'events.db')).size).toBeGreaterThan(0);
  });

  it('counts for Prometheus on the port that is Prometheus\' own', async () => {
    const alone = without('REDIS_URL');
    const port = await freePort();
    program = await startProgram({
      env: { ...imageEnv, ...alone, PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', METRICS_PORT: String(port), EVENTS_PATH: join(data, 'events.db'), GATEWAY_API_KEYS_FILE: join(folder, 'keys.yaml'), COLLECTMAXX_URL: 'http://127.0.0.1:9' },
      command: [entry[1] ?? ''], cwd: app, ...(nobody !== undefined && { uid: nobody }),
    });
    const { annotations } = manifest('Deployment').spec.template.metadata;
    expect(annotations['prometheus.io/port']).toBe(configured['METRICS_PORT']);
    const numbers = await readNumbers(`http://127.0.0.1:${port}${annotations['prometheus.io/path']}`);
    expect(numbers.of('process_resident_memory_bytes')).toBeGreaterThan(0);
    program.close();
    await program.ended;
  });

  it('says in a sentence what is missing, and ends with 1', async () => {
    const rest = without('DRAIN_MS');
    const child = spawn(process.execPath, [entry[1] ?? '', 'start'], { cwd: app, env: { ...imageEnv, ...rest, DRAIN_MS: 'soon', GATEWAY_API_KEYS_FILE: join(folder, 'none.yaml'), OTEL_TRACES_SAMPLER_ARG: '2', OTEL_EXPORTER_OTLP_HEADERS: 'a secret without a name', METRICS_PORT: '70000' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(said.trim().split('\n').filter((line) => !line.startsWith('{')).sort()).toEqual([
      'DRAIN_MS is "soon": expected a whole number of ms from 0 to 3600000.',
      'METRICS_PORT is "70000": expected a whole number of ports from 0 to 65535.',
      'OTEL_EXPORTER_OTLP_HEADERS cannot be used: expected headers like name=value,name=value.',
      'OTEL_TRACES_SAMPLER_ARG is "2": expected a number from 0 to 1.',
    ]);
  });

  async function healthCheck(url: string): Promise<number> {
    const child = spawn(process.execPath, health.slice(1), { env: { PORT: new URL(url).port }, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number];
    return code;
  }
});
