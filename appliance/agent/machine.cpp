// The agent with this machine's own screen and worker.
#include "appliance/agent/agent.h"
#include "appliance/agent/display_thread.h"
#include "appliance/window/console_device.h"

namespace gatehouse::agent {
namespace {

class MachineAgent final : public Agent {
 public:
  MachineAgent(net::EventLoop& loop, DisplayOptions display)
      : displays_(loop, std::move(display), DisplayOpeners()) {}

  Result<void> start(net::EventLoop& loop, AgentOptions options) {
    const WorkerStarter start_worker = [program = options.program, user = options.worker_user](auto source,
                                                                                               auto events) {
      return desktop::WorkerProcess::start(program, user, std::move(source), std::move(events));
    };
    const window::WindowStarter start_window = [program = options.program, user = options.worker_user](
                                                   const window::Screen& screen, auto events) {
      return window::WindowProcess::start(program, user, screen, std::move(events));
    };
    const SoundStarter start_sound = [program = options.program](const auto& account, const auto& start,
                                                                 auto events) {
      return sound::SoundProcess::start(program, account, start, std::move(events));
    };
    options.probe = true;
    options.consent.console = window::console_can_ask;
    auto agent = create(loop, std::move(options), displays_, start_worker, start_window, start_sound);
    if (!agent) return agent.error();
    agent_ = std::move(*agent);
    return {};
  }

  void set_maximum(policy::Permissions maximum) override { agent_->set_maximum(maximum); }
  void stop(std::function<void()> done) override { agent_->stop(std::move(done)); }
  void ask_for_help(const std::string& words) override { agent_->ask_for_help(words); }
  void withdraw_help() override { agent_->withdraw_help(); }
  Status status() const override {
    Status status = agent_->status();
    status.screen = displays_.reason();
    return status;
  }

 private:
  DisplayThread displays_;
  std::unique_ptr<Agent> agent_;
};

}  // namespace

Result<std::unique_ptr<Agent>> Agent::create(net::EventLoop& loop, AgentOptions options) {
  auto machine = std::make_unique<MachineAgent>(loop, options.display);
  if (auto started = machine->start(loop, std::move(options)); !started) return started.error();
  return std::unique_ptr<Agent>(std::move(machine));
}

}  // namespace gatehouse::agent
