/// The nearest few of what was offered so far, nearest first; of equal squares the lower place first. What is kept does not
/// depend on the order of the offers.
struct NearestList: Sendable {
    private(set) var squares: [Double] = []
    private(set) var places: [Int32] = []
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    var isFull: Bool { squares.count == capacity }
    /// What is farther is not kept.
    var limit: Double { isFull ? squares[capacity - 1] : .infinity }

    /// Answers whether it was kept.
    mutating func offer(_ square: Double, _ place: Int) -> Bool {
        let place = Int32(place)
        if isFull {
            guard let last = squares.last, let lastPlace = places.last, square < last || (square == last && place < lastPlace) else {
                return false
            }
            squares.removeLast()
            places.removeLast()
        }
        var at = squares.count
        while at > 0, squares[at - 1] > square || (squares[at - 1] == square && places[at - 1] > place) { at -= 1 }
        squares.insert(square, at: at)
        places.insert(place, at: at)
        return true
    }
}
