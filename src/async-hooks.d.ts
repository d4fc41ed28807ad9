// The part of `node:async_hooks` that workerd has with the flag `nodejs_als`. Source: Cloudflare Workers documentation,
// "AsyncLocalStorage".

declare module "node:async_hooks" {
  export class AsyncLocalStorage<T> {
    run<R>(store: T, callback: () => R): R;
    getStore(): T | undefined;
  }
}
