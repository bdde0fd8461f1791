/// Places by their keys, lowest first; of equal keys the lower place.
struct PlaceHeap {
    struct Entry {
        let key: Double
        let place: Int
        func isBefore(_ other: Entry) -> Bool { key != other.key ? key < other.key : place < other.place }
    }

    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> Entry? {
        guard let last = entries.popLast() else { return nil }
        guard let first = entries.first else { return last }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count && entries[child].isBefore(entries[least]) {
                least = child
            }
            guard least != parent else { break }
            entries.swapAt(parent, least)
            parent = least
        }
        return first
    }
}
