import { existingSecret } from "../../../modules/security";
import { image } from "../../support/service";
import { service } from "./compute-services";
import type { Refusal } from "./refusal";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";
const IMAGE = [
  "image",
  "an image with a tag that stays, or a digest",
  "write a version, e.g. :v1.2.3",
] as const;
const VARIABLE = [
  "a name of an environment variable: letters, digits, underscores, dots and hyphens",
  "rename it, e.g. to LOG_LEVEL",
] as const;

export const containers: readonly Refusal[] = [
  service("an image that moves", { image: "api:latest" }, ...IMAGE),
  service("an image without a tag", { image: "api" }, ...IMAGE),
  service("a registry's port for a tag", { image: "registry:5000/api" }, ...IMAGE),
  service(
    "an entry point alone",
    { entryPoint: ["sh"] },
    "command",
    "a command beside entryPoint, which replaces the image's command too",
    "repeat the image's command, or write [] where there is none",
  ),
  service(
    "a port that is none",
    { port: 0 },
    "port",
    "a whole number from 1 to 65535",
    "write the port, e.g. 8080",
  ),
  service("a port twice", { port: 80, ports: [80] }, "port", "each once", "remove the duplicates"),
  service("a variable that is none", { environment: { "LOG LEVEL": "x" } }, "environment", ...VARIABLE),
  service(
    "a secret variable that is none",
    { secrets: { "1": existingSecret(SECRET) } },
    "secrets",
    ...VARIABLE,
  ),
  service(
    "a variable that is a secret too",
    { environment: { A: "1" }, secrets: { A: existingSecret(SECRET) } },
    "secrets",
    "names that are not in environment too",
    "remove them from environment",
  ),
  service(
    "a secret for a plain variable",
    { environment: { A: existingSecret(SECRET) as unknown as string } },
    "environment.A",
    "a text",
    "move a secret to secrets, and write numbers as text",
  ),
  service(
    "no command for its health",
    { health: { command: " " } },
    "health.command",
    "a command",
    "write for example curl -f http://localhost:8080/health",
  ),
  service(
    "health asked too often",
    { health: { command: "x", interval: "1 second" } },
    "health.interval",
    '"5 seconds" to "300 seconds"',
    'write a whole number and its unit, e.g. "5 seconds"',
  ),
  service(
    "health asked for too long",
    { health: { command: "x", timeout: "2 minutes" } },
    "health.timeout",
    '"2 seconds" to "60 seconds"',
    'write a whole number and its unit, e.g. "60 seconds"',
  ),
  service(
    "too many retries",
    { health: { command: "x", retries: 11 } },
    "health.retries",
    "a whole number from 1 to 10",
    "write for example 10",
  ),
  service(
    "too long a start",
    { health: { command: "x", startPeriod: "10 minutes" } },
    "health.startPeriod",
    '"1 second" to "300 seconds"',
    'write a whole number and its unit, e.g. "300 seconds"',
  ),
  service(
    "too long a stop",
    { stopTimeout: "5 minutes" },
    "stopTimeout",
    '"2 seconds" to "120 seconds"',
    "make the program stop sooner",
  ),
  service(
    "a user that is none",
    { user: "a b" },
    "user",
    "a user, or user:group, by name or number",
    'write for example "1000:1000"',
  ),
  service(
    "no open files",
    { openFiles: 0 },
    "openFiles",
    "a whole number from 1 to 1048576",
    "write for example 65535",
  ),
  service(
    "a read-only root under exec",
    { exec: true, rootFilesystem: "read-only" },
    "rootFilesystem",
    '"writable" with exec, whose agent writes there',
    "leave exec or rootFilesystem out",
  ),
  service(
    "all of the disk to write to",
    { scratch: ["/"] },
    "scratch",
    "an absolute path below /",
    'write for example "/tmp"',
  ),
  service(
    "too small a disk",
    { ephemeralStorage: "20 GiB" },
    "ephemeralStorage",
    '"21 GiB" to "200 GiB"',
    "write for example 50 GiB, or leave it out for 20 GiB",
  ),
  service(
    "a container name that ECS does not take",
    { containerName: "a b" },
    "name",
    "a name for a container: /^[\\w-]+$/",
    "change the name, or the platform's naming",
  ),
  service(
    "a sidecar of the main container's name",
    { sidecars: [{ name: "api", image }] },
    "sidecars.name",
    "each once",
    "remove the duplicates",
  ),
  service(
    "a sidecar's image that moves",
    { sidecars: [{ name: "proxy", image: "proxy:latest" }] },
    "sidecars.proxy.image",
    IMAGE[1],
    IMAGE[2],
  ),
  service(
    "too many sidecars",
    { sidecars: Array.from({ length: 10 }, (_, index) => ({ name: `s${index}`, image })) },
    "sidecars",
    "at most 9",
    "split the service",
  ),
];
