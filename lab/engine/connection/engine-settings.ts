/** What an environment says of the engine and of where its images come from. */
export interface EngineSettings {
  /** `DOCKER_HOST`: the engine to use, and no other. Default: it is looked for. */
  readonly endpoint: string | undefined;
  /** `DOCKER_CONTEXT`: the docker client's context. Default: its current one. */
  readonly context: string | undefined;
  /** `DOCKER_CONFIG`: folder of the docker client's settings. Default: `.docker` in the user's home. */
  readonly clientFolder: string | undefined;
  /** `DOCKER_TLS_VERIFY=1`: speak TLS to an engine on the network. */
  readonly verifiesTls: boolean;
  /** `XDG_RUNTIME_DIR`: where an engine without root has its socket. */
  readonly runtimeFolder: string | undefined;
  /** Whether the lab may install and start an engine of its own: not with `WRAPLAB_ENGINE=off`. */
  readonly mayStartOwn: boolean;
  /** `WRAPLAB_HOME`: where the lab's own engine keeps everything. Default: the usual places of a system service. */
  readonly home: string | undefined;
  /** `WRAPLAB_REGISTRY`: where built images may be pulled from. */
  readonly registry: string | undefined;
  /** `WRAPLAB_IMAGE_ARCHIVE`: a folder of built images. */
  readonly imageArchive: string | undefined;
}

/** Reads the settings from an environment; a variable that is empty counts as one that is not set. */
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
