import type { FileOperations } from "./FileOperations.js"

/** A directory of the mission, found but not necessarily open. */
export interface DirectoryNode {
  readonly parent: DirectoryNode | null
  /** One segment; for the root its absolute path, symlinks resolved. */
  readonly name: string
  /** Mission-relative; empty for the root. */
  readonly path: string
}

/** Enough that a walk in depth opens each directory once; few enough for any limit of descriptors (G-F13). */
const mostOpen = 32

/**
 * Keeps the directories in use open, each opened from its parent's descriptor, never through a symlink. The root stays
 * open to the end, so that everything is reached from the one directory the scan began with.
 */
export class OpenDirectories {
  private readonly operations: FileOperations
  private readonly root: DirectoryNode
  private readonly rootDescriptor: number
  /** Least recently used first. */
  private readonly open = new Map<DirectoryNode, number>()

  constructor(operations: FileOperations, root: DirectoryNode) {
    this.operations = operations
    this.root = root
    this.rootDescriptor = operations.openDirectory(root.name)
  }

  /** Where the root really is. */
  realRoot(): Uint8Array | null {
    return this.operations.realPath(this.rootDescriptor, this.root.name)
  }

  /** The path by which the directory's entries are reached now. Throws what the operating system says. */
  reach(node: DirectoryNode): string {
    const closed: Array<DirectoryNode> = []
    let current = node
    while (current.parent !== null && !this.open.has(current)) {
      closed.push(current)
      current = current.parent
    }
    let path = this.pathOf(current)
    for (const next of closed.reverse()) {
      this.remember(next, this.operations.openDirectory(`${path}/${next.name}`))
      path = this.pathOf(next)
    }
    return path
  }

  close(): void {
    for (const descriptor of this.open.values()) this.operations.close(descriptor)
    this.open.clear()
    this.operations.close(this.rootDescriptor)
  }

  private pathOf(node: DirectoryNode): string {
    const descriptor = this.open.get(node)
    if (descriptor === undefined) return this.operations.within(this.rootDescriptor, this.root.name)
    this.open.delete(node)
    this.open.set(node, descriptor)
    return this.operations.within(descriptor, `${this.root.name}/${node.path}`)
  }

  private remember(node: DirectoryNode, descriptor: number): void {
    this.open.set(node, descriptor)
    if (this.open.size <= mostOpen) return
    for (const [oldest, unused] of this.open) {
      this.open.delete(oldest)
      this.operations.close(unused)
      return
    }
  }
}
