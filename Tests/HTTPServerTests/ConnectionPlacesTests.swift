import Testing

@testable import HTTPServer

@Suite struct ConnectionPlacesTests {
    @Test func placesAreCountedByAddressAndGivenBack() {
        var configuration = ServerConfiguration(.tcp(host: "0.0.0.0", port: 0))
        configuration.connectionsPerAddress = 2
        configuration.trustedProxies = ["10.0.0.9"]
        let places = ConnectionPlaces(configuration)
        func peer(_ address: String) -> Peer { Peer(descriptor: -1, address: address, isLoopback: false) }
        let first = peer("10.0.0.1")
        #expect(places.take(first) && places.take(peer("10.0.0.1")) && !places.take(peer("10.0.0.1")))
        #expect(places.take(peer("10.0.0.2")))
        for _ in 0..<10 { #expect(places.take(peer("10.0.0.9"))) }
        places.give(first)
        places.give(first)
        #expect(places.take(peer("10.0.0.1")))
    }
}
