/** Things to close at the end, last opened first. One that fails does not keep the others open. */
export interface Closing {
  /** Remembers something to dispose and returns it. */
  use<T extends AsyncDisposable>(resource: T): T;
  defer(close: () => Promise<void> | void): void;
  close(): Promise<void>;
}

/** `onError` is told of each thing that could not be closed. */
export function openClosing(onError: (error: unknown) => void): Closing {
  const stack: (() => Promise<void> | void)[] = [];
  return {
    use(resource) {
      stack.push(() => resource[Symbol.asyncDispose]() as Promise<void>);
      return resource;
    },
    defer(close) {
      stack.push(close);
    },
    async close() {
      for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
        try {
          await next();
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
