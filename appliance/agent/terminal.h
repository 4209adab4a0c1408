// Terminals of the machine's administrator, as sessions have them. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/net/event_loop.h"
#include "appliance/wire/terminal.h"

namespace gatehouse::agent {

struct TerminalEvents {
  // At most wire::kTerminalOutputCap bytes at once. Inside it the terminal may be destroyed.
  std::function<void(ByteView)> output;
  // It is over, and nothing of it is left; the last event. Inside it the terminal may be destroyed.
  std::function<void(std::uint8_t status)> ended;
};

// Destroying it ends what runs in it, soon, and whatever that has started; an update of packages goes on to its end.
class Terminal {
 public:
  // What the program does not read waits; more than this ends it.
  static constexpr std::size_t kTypedCap = 256 * 1024;

  virtual ~Terminal() = default;
  virtual void type(std::string_view bytes) = 0;
  virtual void resize(wire::TerminalSize size) = 0;
  // While it is paused the program waits when it has printed some more.
  virtual void pause_reading() = 0;
  virtual void resume_reading() = 0;
};

class TerminalMaker {
 public:
  virtual ~TerminalMaker() = default;
  // No event inside the call.
  virtual Result<std::unique_ptr<Terminal>> start(const wire::TerminalOpen& open, TerminalEvents events) = 0;
};

// Real ones; keeps those that sessions have left until they are over.
class Terminals final : public TerminalMaker {
 public:
  // `program`: started as `program root-terminal WHAT`.
  Terminals(net::EventLoop& loop, std::string program);
  ~Terminals() override;
  Result<std::unique_ptr<Terminal>> start(const wire::TerminalOpen& open, TerminalEvents events) override;
  // Those that are not over.
  std::size_t size() const { return all_.size(); }
  // Of them: those that nobody has any more and that do not go on to their end.
  std::size_t ending() const;
  // The processes that end them, at once: what had not ended by then has lost its terminal.
  void kill_ending();

  class Pty;

 private:
  net::EventLoop& loop_;
  const std::string program_;
  std::list<std::shared_ptr<Pty>> all_;
};

}  // namespace gatehouse::agent
