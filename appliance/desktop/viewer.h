// One viewer in the worker: its stream, the gate in front of it and the session behind. Main thread.
#pragma once
#include <functional>
#include <string>

#include "appliance/base/unique_fd.h"
#include "appliance/desktop/gate.h"
#include "appliance/desktop/input_mixer.h"
#include "appliance/desktop/rfb_session.h"

namespace gatehouse::desktop {

class Viewer final : private GateEvents {
 public:
  // What a viewer needs from the machine.
  class Machine {
   public:
    virtual ~Machine() = default;
    virtual void set_clipboard(std::string text) = 0;
    // Answered later, through the viewer's session; of several wishes only the last.
    virtual void resize(std::uint64_t viewer, int width, int height) = 0;
    // Brings the shared picture up to date, so that a new viewer does not begin with an old one.
    virtual void refresh() = 0;
  };

  Viewer(std::uint64_t id, UniqueFd stream, policy::Permissions permissions, const SharedScreen& screen,
         InputMixer& mixer, Machine& machine, const std::string& name, std::function<void()> progress);
  ~Viewer() override;

  int fd() const { return stream_.get(); }
  // False while it has not taken the answers to what it sent before: reading pauses.
  bool readable() const { return session_.waiting() < kAnswersCap; }
  // Takes in what has arrived. False: it has left. Error: the rule it broke.
  Result<bool> read();

  void set_permissions(policy::Permissions permissions);
  void offer_clipboard(const std::string& text) { gate_.offer_clipboard(text); }
  RfbSession& session() { return session_; }
  // What its picture is encoded with now, as PROTOCOL.md (Encoders) calls it; null before it is shown one.
  const char* encoder() const { return session_.filming() ? "h264" : encoder_; }

 private:
  static constexpr std::size_t kAnswersCap = 2 * 1024 * 1024;

  void send(Bytes message) override;
  void initialised() override;
  void wishes_changed(const Wishes& wishes) override;
  void update_requested(bool incremental, hw::Rect area) override;
  void continuous_updates(bool enabled, hw::Rect area) override;
  void fence_returned(ByteView payload) override;
  void key(std::uint32_t keysym, std::uint32_t xt_code, bool down) override;
  void pointer(int x, int y, std::uint32_t buttons) override;
  void clipboard(std::string text) override;
  void resize(int width, int height) override;
  void resize_refused(ResizeStatus status) override;

  const std::uint64_t id_;
  UniqueFd stream_;
  InputMixer& mixer_;
  Machine& machine_;
  Gate gate_;
  RfbSession session_;
  const char* encoder_ = nullptr;
};

}  // namespace gatehouse::desktop
