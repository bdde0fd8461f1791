import Core
import HTTPServer

/// `/ws/images/{image_id}`.
struct LiveRoutes: Sendable {
    let hub: LiveHub

    var routes: [Route] { [follow] }

    private var follow: Route {
        .webSocket(
            "/ws/images/{image_id}", "Who looks at an image, and what they change, as it happens", tag: "Images",
            access: .image(.viewer), query: Nothing.self
        ) { call, _, socket in
            let project = try (call.grant?.projectID).orNotFound("The image")
            try await hub.serve(socket, image: try call.id("image_id"), project: project, user: try call.user)
        }
    }
}
