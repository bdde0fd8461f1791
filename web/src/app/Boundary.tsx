import { Component, type ReactNode } from "react";
import { asApiError } from "../api/error.ts";
import { ErrorState } from "../ui/States.tsx";

/** A page that breaks shows what happened in its own place; the rest of the application stays. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="alone">
        <ErrorState error={asApiError(this.state.error)} onRetry={() => this.setState({ error: null })} />
      </main>
    );
  }
}
