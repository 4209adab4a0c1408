#include "appliance/node/node.h"

#include "appliance/agent/identity.h"
#include "appliance/net/certificates.h"
#include "appliance/net/front_end.h"
#include "appliance/node/browsers.h"
#include "appliance/node/calls.h"
#include "appliance/node/control_link.h"
#include "appliance/wire/server_names.h"

namespace gatehouse::node {
namespace {

using wire::CloseReason;

constexpr std::size_t kThreadsForRequests = 16;
constexpr std::chrono::hours kPapersAgain{24};

class NodeImpl final : public Node, public net::FrontEndNeeds {
 public:
  NodeImpl(net::EventLoop& loop, NodeOptions options, agent::Identity identity, wire::Node about,
           std::string key_pem)
      : loop_(loop),
        options_(std::move(options)),
        identity_(std::move(identity)),
        about_(std::move(about)),
        key_pem_(std::move(key_pem)),
        browsers_([this](Browsers::Viewer viewer) { came(std::move(viewer)); }),
        calls_(loop_, clock_, {.calls = options_.sessions},
               [this](const wire::Record& record) { control_->send(record); }) {
    connect();
  }
  ~NodeImpl() override {
    http_.reset();
    front_end_.reset();
  }

  Result<void> start_http() {
    const auto threads = static_cast<int>(options_.sessions + kThreadsForRequests);
    auto http = http::Server::start({.threads = threads, .websockets = static_cast<int>(options_.sessions)},
                                    browsers_);
    if (!http) return http.error();
    http_ = *std::move(http);
    return {};
  }

  void stop(std::function<void()> done) override {
    if (std::exchange(stopping_, true)) return;
    again_.reset();
    calls_.end_all(CloseReason::relay_lost);
    control_->leave([this, done = std::move(done)] {
      if (!front_end_) return done();
      front_end_->drain(done);
    });
  }

  void device_connected(std::unique_ptr<net::TlsStream> stream) override { calls_.accept(std::move(stream)); }
  bool http_connected(UniqueFd socket, const net::PeerAddress& peer) override {
    return http_->adopt(std::move(socket), peer.ip, peer.port);
  }

 private:
  net::EventLoop::HandlePtr dial(agent::Dialed done) const {
    net::TlsClientOptions tls;
    tls.host = options_.server_host;
    tls.port = options_.server_port;
    tls.server_name = wire::kApplianceName;
    tls.trusted_ca = identity_.authority_pem();
    tls.certificate = identity_.certificate_pem();
    tls.key = std::string(identity_.key_pem().view());
    return net::tls_connect(loop_, std::move(tls), std::move(done));
  }

  void connect() {
    control_ = std::make_unique<ControlLink>(
        loop_, clock_, [this](agent::Dialed done) { return dial(std::move(done)); }, about_,
        ControlLink::Events{
            .welcome = [this](const wire::NodeWelcome& welcome) { this->welcome(welcome); },
            .said = [this](const wire::Record& record) { calls_.said(record); },
            .lost = [this] { calls_.end_all(CloseReason::relay_lost); },
            .unknown_here = [this] { options_.unknown_here(); },
        });
  }

  void welcome(const wire::NodeWelcome& welcome) {
    if (auto ok = keep(welcome); !ok) return options_.failed(ok.error());
    if (auto ok = show(welcome); !ok) return options_.failed(ok.error());
    calls_.learn(welcome);
    // The certificate is good for a month, and the appliance's authorities may have changed.
    // An appliance that is busy gives no answer, so it is asked again.
    again_ = loop_.every(kPapersAgain, [this] { control_->ask_papers(); });
  }

  Result<void> keep(const wire::NodeWelcome& welcome) {
    if (auto ok = identity_.store_certificate(welcome.link_certificate_pem); !ok) return ok;
    if (welcome.authorities_pem == identity_.authority_pem()) return {};
    return identity_.store_authorities(welcome.authorities_pem);
  }

  Result<void> show(const wire::NodeWelcome& welcome) {
    const net::KeyAndCertificate own{key_pem_, welcome.certificate_pem};
    const auto facts = net::describe(welcome.certificate_pem);
    if (!facts) return Error{"the appliance's certificate for this relay: " + facts.error().message};
    net::ServerIdentity identity{.browser = own,
                                 .agent = own,
                                 .device_ca_pem = welcome.machine_authorities_pem,
                                 .resumption = {},
                                 .names = facts->names};
    if (front_end_) return front_end_->reload(std::move(identity));
    auto opened = net::FrontEnd::open(loop_, options_.listen, {}, std::move(identity), *this);
    if (!opened) return opened.error();
    front_end_ = *std::move(opened);
    options_.listening(front_end_->port());
    return {};
  }

  // On a thread of the HTTP server.
  void came(Browsers::Viewer viewer) {
    loop_.post([this, viewer = std::move(viewer)] {
      calls_.view(viewer.view, viewer.origin, net::stream_over(loop_, std::move(*viewer.socket)),
                  viewer.ended);
    });
  }

  net::EventLoop& loop_;
  const NodeOptions options_;
  agent::Identity identity_;
  const wire::Node about_;
  const SystemClock clock_;
  const std::string key_pem_;  // of what machines and viewers see; lives as long as the process
  Browsers browsers_;
  Calls calls_;
  std::unique_ptr<ControlLink> control_;
  std::unique_ptr<http::Server> http_;
  std::unique_ptr<net::FrontEnd> front_end_;
  net::EventLoop::HandlePtr again_;
  bool stopping_ = false;
};

}  // namespace

Result<std::unique_ptr<Node>> Node::create(net::EventLoop& loop, NodeOptions options) {
  auto identity = agent::Identity::open(options.directory);
  if (!identity) return identity.error();
  std::string key_pem = net::new_key_pem();
  auto shown = net::new_request(key_pem), link = net::new_request(std::string(identity->key_pem().view()));
  if (!shown) return shown.error();
  if (!link) return link.error();
  wire::Node about{wire::kVersion, GATEHOUSE_VERSION, *std::move(shown), *std::move(link)};
  auto node = std::make_unique<NodeImpl>(loop, std::move(options), *std::move(identity), std::move(about),
                                         std::move(key_pem));
  if (auto ok = node->start_http(); !ok) return ok.error();
  return std::unique_ptr<Node>(std::move(node));
}

}  // namespace gatehouse::node
