/** Settings from the environment: which engine to use, and where its images come from. */
export interface EngineSettings {
  /** `DOCKER_HOST`: the only engine to use. Default: the lab looks for one. */
  readonly endpoint: string | undefined;
  /** `DOCKER_CONTEXT`: the docker client's context. Default: its current one. */
  readonly context: string | undefined;
  /** `DOCKER_CONFIG`: folder of the docker client's settings. Default: `.docker` in the user's home. */
  readonly clientFolder: string | undefined;
  /** `DOCKER_TLS_VERIFY=1`: speak TLS to an engine on the network. */
  readonly verifiesTls: boolean;
  /** `XDG_RUNTIME_DIR`: where a rootless engine has its socket. */
  readonly runtimeFolder: string | undefined;
  /** Whether the lab may install and start its own engine. Default: yes; `WRAPLAB_ENGINE=off` forbids it. */
  readonly mayStartOwn: boolean;
  /** `WRAPLAB_HOME`: where the lab's own engine keeps everything. Default: `/var/lib/wraplab`, with its socket in `/run/wraplab`. */
  readonly home: string | undefined;
  /** `WRAPLAB_REGISTRY`: a registry with built images of the lab. Default: none. */
  readonly registry: string | undefined;
  /** `WRAPLAB_IMAGE_ARCHIVE`: a folder written by "npm run images -- save". Default: none. */
  readonly imageArchive: string | undefined;
}

/** Reads the settings from an environment. An empty variable counts as not set. */
export function engineSettings(environment: Readonly<Record<string, string | undefined>>): EngineSettings {
  const given = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  return {
    endpoint: given('DOCKER_HOST'),
    context: given('DOCKER_CONTEXT'),
    clientFolder: given('DOCKER_CONFIG'),
    verifiesTls: given('DOCKER_TLS_VERIFY') === '1',
    runtimeFolder: given('XDG_RUNTIME_DIR'),
    mayStartOwn: given('WRAPLAB_ENGINE') !== 'off',
    home: given('WRAPLAB_HOME'),
    registry: given('WRAPLAB_REGISTRY'),
    imageArchive: given('WRAPLAB_IMAGE_ARCHIVE'),
  };
}
