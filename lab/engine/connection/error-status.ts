/** Whether an error of the engine has one of these HTTP status codes: 404 no such thing, 409 in use, or already being removed. */
export function hasStatus(error: unknown, ...codes: readonly number[]): boolean {
  const { statusCode } = error as { statusCode?: number };
  return statusCode !== undefined && codes.includes(statusCode);
}

/** For `catch`: takes an error with one of these status codes as done. @throws any other error */
export function ignoreStatus(...codes: readonly number[]): (error: unknown) => void {
  return (error) => {
    if (!hasStatus(error, ...codes)) {
      throw error;
    }
  };
}
