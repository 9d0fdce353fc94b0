import '@remix-run/node'

declare module '@remix-run/node' {
  // Single fetch types loaders by what they return, dates and promises included.
  interface Future {
    v3_singleFetch: true
  }
}
