/** Says that something opens below. */
export const Chevron = () => (
  <svg aria-hidden="true" viewBox="0 0 10 6" className="ml-1.5 inline-block w-2.5 fill-none stroke-muted">
    <path d="m1 1 4 4 4-4" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
)
