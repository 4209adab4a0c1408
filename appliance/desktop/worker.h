// The desktop worker after its start: one display, its viewers, one loop. Separate from the process around it
// (worker_main) so that tests run it on a thread.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/base/unique_fd.h"
#include "appliance/desktop/encoder_news.h"
#include "appliance/desktop/input_mixer.h"
#include "appliance/desktop/shared_screen.h"
#include "appliance/desktop/viewer.h"
#include "appliance/desktop/worker_messages.h"
#include "hw/display.h"

namespace gatehouse::desktop {

class Worker final : private Viewer::Machine {
 public:
  // `control`: the SOCK_SEQPACKET to the monitor, not owned.
  Worker(int control, hw::Display display, bool resizable);
  ~Worker() override;

  // Serves until the monitor closes the control socket (true) or the display is lost (false).
  bool run();

 private:
  static constexpr std::size_t kViewersCap = 64;

  void wait();
  bool hear_monitor();
  void look_at_display();
  void grab();
  SteadyTime next_grab() const;
  void read_viewers();
  void resize_screen();
  void try_resize(std::uint64_t viewer, SharedScreen::Size size);
  bool anyone_hungry();
  void add(std::uint64_t id, UniqueFd stream, policy::Permissions permissions);
  void end(std::uint64_t id, const std::string& error);
  void tell(const worker::Message& message);
  void tell_ready();
  void tell_encoders();

  void set_clipboard(std::string text) override;
  void resize(std::uint64_t viewer, int width, int height) override;
  void refresh() override;

  const int control_;
  hw::Display display_;
  const bool resizable_;
  const std::string name_;
  UniqueFd wake_;  // an eventfd: a session is hungry or has finished
  SharedScreen screen_;
  InputMixer mixer_;
  std::map<std::uint64_t, std::unique_ptr<Viewer>> viewers_;
  std::map<std::uint64_t, SharedScreen::Size> size_wishes_;  // of viewers, not looked at yet
  std::optional<std::uint64_t> resizing_;                    // whose wish the next new size is
  std::optional<std::string> copied_;                        // at the machine, not passed on yet
  EncoderNews encoders_;
  bool damaged_ = false;
  SteadyTime last_grab_;  // when the last picture was taken, or was due if it came a little late
  SteadyTime last_input_;
  SharedScreen::Size told_;    // the size in the last Ready
  std::optional<Error> lost_;  // why the display is gone
};

}  // namespace gatehouse::desktop
