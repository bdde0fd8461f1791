import Core
import Database
import HTTPServer

/// `/api/projects/{project_id}/consensus`, `/api/consensus/{consensus_id}` and the report of agreement.
struct ConsensusRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews
    private let reports = BlockingExecutor(name: "agreement reports", threads: 1, queueLimit: 16)

    init(database: Database, clock: WallClock, news: ImageNews) {
        self.database = database
        self.clock = clock
        self.news = news
    }

    var routes: [Route] { [list, create, show, update, delete, image, merge, agreement] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/consensus", "Sets of images that several people label independently, newest first", tag: "Consensus",
            access: .project(.viewer), query: PageQuery.self, answer: Page<ConsensusSet>.self
        ) { call, query in
            let id = try call.id("project_id"), last: ID? = try query.cursor?.value(0)
            let rows = try await database.read { try ConsensusStore.page($0, id, before: last, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var create: Route {
        .post(
            "/api/projects/{project_id}/consensus", "Have images labelled by several people independently", tag: "Consensus",
            access: .project(.manager), body: ConsensusBody.self, answer: ConsensusSet.self, status: 201
        ) { call, body in
            let projectID = try call.id("project_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                let id = try ConsensusStore.create(connection, projectID, body, by: userID, at: now)
                return try ConsensusStore.find(connection, id).orNotFound("The set")
            }
        }
    }

    private var show: Route {
        .get(
            "/api/consensus/{consensus_id}", "Show a consensus set", tag: "Consensus", access: .consensus(.viewer), answer: ConsensusSet.self
        ) { call in
            let id = try call.id("consensus_id")
            return try await database.read { try ConsensusStore.find($0, id) }.orNotFound("The set")
        }
    }

    private var update: Route {
        .patch(
            "/api/consensus/{consensus_id}", "Change, close or open a consensus set again", tag: "Consensus", access: .consensus(.manager),
            body: ConsensusPatch.self, answer: ConsensusSet.self
        ) { call, patch in
            let id = try call.id("consensus_id"), now = clock.now()
            return try await database.write { connection in
                try ConsensusStore.update(connection, try ConsensusStore.find(connection, id).orNotFound("The set"), patch, at: now)
                return try ConsensusStore.find(connection, id).orNotFound("The set")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/consensus/{consensus_id}", "Delete a consensus set with all of its layers; merged results stay", tag: "Consensus",
            access: .consensus(.manager)
        ) { call in
            let id = try call.id("consensus_id")
            try await database.write { try ConsensusStore.delete($0, id) }
        }
    }

    private var image: Route {
        .get(
            "/api/consensus/{consensus_id}/images/{compared_id}", "The layers of one image beside each other", tag: "Consensus",
            access: .consensus(.reviewer), answer: ComparedImage.self
        ) { call in
            let id = try call.id("consensus_id"), imageID = try call.id("compared_id"), reader = try LayerReader(call)
            return try await database.read { connection in
                try reader.requireToCompare(connection, id)
                return try ComparedImage.load(connection, id, imageID).orNotFound("The image")
            }
        }
    }

    private var merge: Route {
        .post(
            "/api/consensus/{consensus_id}/merge", "Make one person's layers, or what a majority agrees on, the images' annotations",
            tag: "Consensus", access: .consensus(.manager), body: MergeBody.self, answer: MergeAnswer.self
        ) { call, body in
            let id = try call.id("consensus_id"), reader = try LayerReader(call), now = clock.now()
            return try await database.write { connection in
                try reader.requireToCompare(connection, id)
                let set = try ConsensusStore.find(connection, id).orNotFound("The set")
                return try ConsensusMerge.apply(body, connection, set, by: reader.userID, at: now, news: news)
            }
        }
    }

    private var agreement: Route {
        .raw(
            .get, "/api/projects/{project_id}/agreement", "How far people agree, over the consensus sets that the caller may compare",
            tag: "Consensus", access: .project(.reviewer), query: AgreementQuery.self,
            answers: [.json(AgreementReport.self), .text("text/csv")]
        ) { call, query in
            let projectID = try call.id("project_id"), reader = try LayerReader(call)
            let opinions = try await database.read { connection in
                if let set = query.consensusID { try reader.requireToCompare(connection, set) }
                return try Opinions.load(connection, projectID, only: query.consensusID) { try reader.mayCompare(connection, $0) }
            }
            let report = try await reports.run { AgreementReport(opinions, threshold: query.threshold) }
            guard query.format == "csv" else { return .json(report) }
            var response = HTTPResponse.text(report.csv(query.part), type: "text/csv; charset=utf-8")
            response.headers["Content-Disposition"] = "attachment; filename=\"agreement-\(query.part.rawValue).csv\""
            return response
        }
    }
}

struct AgreementQuery: WireInput {
    var consensusID: ID?
    var threshold = 0.5
    var format = "json"
    var part = AgreementPart.images
    init() {}
    static let fields = Fields<Self>(
        "AgreementQuery",
        Field("consensus_id", \.consensusID, "One set alone.", optional: true),
        Field("threshold", \.threshold, .range(0.05...0.95), "Intersection over union from which two objects are the same.", optional: true),
        Field("format", \.format, .oneOf(["json", "csv"]), optional: true),
        Field("part", \.part, "Which table of the report, as CSV.", optional: true))
}

enum AgreementPart: String, WireEnum { case images, pairs, people, labels }
