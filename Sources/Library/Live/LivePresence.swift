import Core

/// Who looks at one image, as one server knows it: a value that is told what happened and when, so that tests drive it
/// without waiting. Servers tell each other whom they have and go on telling; one that stops is forgotten with its people.
struct LivePresence: Sendable {
    private struct Here: Sendable {
        var person: LivePerson
        var heardAt: Timestamp
    }
    private struct Elsewhere: Sendable {
        var people: [LivePerson]
        var heardAt: Timestamp
    }

    private var here: [ID: Here] = [:]
    private var elsewhere: [ID: Elsewhere] = [:]
    /// How long somebody may be silent, and how long a server.
    let silence: Duration
    let serverSilence: Duration

    init(silence: Duration, serverSilence: Duration) {
        self.silence = silence
        self.serverSilence = serverSilence
    }

    mutating func join(_ person: LivePerson, at now: Timestamp) { here[person.connectionID] = Here(person: person, heardAt: now) }
    mutating func leave(_ connectionID: ID) { here[connectionID] = nil }
    mutating func heard(_ connectionID: ID, at now: Timestamp) { here[connectionID]?.heardAt = now }

    /// What another server says of its own people.
    mutating func heard(server: ID, _ people: [LivePerson], at now: Timestamp) {
        elsewhere[server] = people.isEmpty ? nil : Elsewhere(people: people, heardAt: now)
    }

    mutating func expire(at now: Timestamp) { elsewhere = elsewhere.filter { now - $0.value.heardAt <= serverSilence } }

    /// Whether anybody would see what the people of this server point at.
    var isSeenElsewhere: Bool { !elsewhere.isEmpty }

    /// Those of this server who are not silent, first come first.
    func peopleHere(at now: Timestamp) -> [LivePerson] {
        here.values.filter { now - $0.heardAt <= silence }.map(\.person).inOrder
    }

    func people(at now: Timestamp) -> [LivePerson] {
        (peopleHere(at: now) + elsewhere.values.filter { now - $0.heardAt <= serverSilence }.flatMap(\.people)).inOrder
    }
}

extension [LivePerson] {
    fileprivate var inOrder: [LivePerson] { sorted { ($0.since, $0.connectionID) < ($1.since, $1.connectionID) } }
}
