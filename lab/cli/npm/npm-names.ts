/**
 * Names of the lab's options that npm has too (@npmcli/config, definitions, of npm 10 and 11), by the variable in which npm hands its own
 * on, and the value that stands for the lab's. For these, nothing tells npm's option from the lab's.
 */
export const sharedNames: Readonly<Record<string, { readonly variable: string; readonly value?: string }>> = {
  json: { variable: 'json' },
  diff: { variable: 'diff' },
  'dry-run': { variable: 'dry_run' },
  long: { variable: 'long' },
  // npm reads --quiet as --loglevel warn.
  quiet: { variable: 'loglevel', value: 'warn' },
};

/** The shared names that promise to start or to change nothing: without them a command does what its user wanted to avoid. */
export const promisingNothing: readonly string[] = ['diff', 'dry-run'];

/** The variables, without their prefix, of all options that npm 10 or 11 defines, and of what it tells scripts beside them. */
const ownVariables = `
_auth access all allow allow_directory allow_file allow_git allow_remote allow_same_version allow_scripts allow_scripts_pending
allow_scripts_pin also argv audit audit_level auth_type before bin_links browser bypass_2fa ca cache cache_max cache_min cafile call cert
cidr color commit_hooks cpu dangerously_allow_all_scripts depth description dev diff diff_dst_prefix diff_ignore_all_space diff_name_only
diff_no_prefix diff_src_prefix diff_text diff_unified dry_run editor email engine_strict expect_result_count expect_results expires
fetch_retries fetch_retry_factor fetch_retry_maxtimeout fetch_retry_mintimeout fetch_timeout force foreground_scripts
format_package_lock fund git git_tag_version global global_prefix global_style globalconfig heading https_proxy if_present
ignore_scripts include include_attestations include_staged include_workspace_root init.author.email init.author.name
init.author.url init.license init.module init.version init_author_email init_author_name init_author_url init_license
init_module init_private init_type init_version install_links install_strategy json key legacy_bundling legacy_peer_deps libc
link local_address local_prefix location lockfile_version loglevel logs_dir logs_max long maxsockets message metrics_registry
min_release_age min_release_age_exclude name node_gyp node_options node_version nodedir noproxy npm_version offline omit
omit_lockfile_registry_resolved only optional orgs orgs_permission os otp pack_destination package package_lock
package_lock_only packages packages_all packages_and_scopes_permission parseable password platform_native_deps
prefer_dedupe prefer_offline prefer_online prefix preid production progress provenance provenance_file proxy python
read_only rebuild_bundle registry replace_registry_host save save_bundle save_dev save_exact save_optional save_peer
save_prefix save_prod sbom_format sbom_type scope scopes script_shell searchexclude searchlimit searchopts
searchstaleness shell shrinkwrap sign_git_commit sign_git_tag sso_poll_frequency sso_type strict_allow_scripts
strict_peer_deps strict_ssl tag tag_version_prefix timing tmp token_description umask unicode update_notifier usage
user_agent userconfig version versions viewer which workspace workspaces workspaces_update yes
`
  .trim()
  .split(/\s+/);

/** Whether npm itself has an option of this name, in lower case and with underscores. */
export function isOfNpm(variable: string): boolean {
  return ownVariables.includes(variable);
}
