import type { LocalPaths } from "./local-paths";
import { registryHost } from "./local-paths";
import { uploadSecret } from "./login";

/**
 * Returns the configuration of a registry that listens on loopback alone, over TLS, and asks for a password.
 *
 * @see https://distribution.github.io/distribution/about/configuration/
 */
export function formatRegistryConfig({ registry, tls }: LocalPaths, port: number, password: string): string {
    // A string of JSON is a string of YAML too.
    const text = JSON.stringify;
    return `version: 0.1
log:
  level: warn
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: ${text(registry.data)}
  delete:
    enabled: true
  maintenance:
    uploadpurging:
      enabled: true
      age: 168h
      interval: 24h
      dryrun: false
http:
  addr: ${registryHost(port)}
  secret: ${text(uploadSecret(password))}
  tls:
    certificate: ${text(tls.server)}
    key: ${text(tls.serverKey)}
    minimumtls: tls1.2
auth:
  htpasswd:
    realm: pulumi-registries
    path: ${text(registry.htpasswd)}
`;
}
