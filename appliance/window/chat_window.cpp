#include "appliance/window/chat_window.h"

#include <FL/Fl.H>
#include <FL/Fl_Input.H>
#include <FL/Fl_Text_Buffer.H>
#include <FL/Fl_Text_Display.H>
#include <FL/fl_draw.H>

#include <utility>

#include "appliance/base/text.h"
#include "appliance/window/placement.h"

namespace gatehouse::window {
namespace {

constexpr int kWidth = 360, kHeight = 340, kMargin = 12, kRow = 36;
constexpr double kLetsTypeAfter = 0.7;    // seconds: what is typed sooner was meant for another window
constexpr std::size_t kPiece = 1000;      // bytes of one message
constexpr std::size_t kLineShown = 1000;  // characters
constexpr int kKept = 64 * 1024;          // bytes of what was written
constexpr char kName = 'A', kOwnName = 'B', kPlain = 'C';

// The first at most `cap` bytes, cut between characters.
std::string_view beginning(std::string_view text, std::size_t cap) {
  if (text.size() <= cap) return text;
  while (cap > 0 && (static_cast<unsigned char>(text[cap]) & 0xc0) == 0x80) --cap;
  return text.substr(0, cap);
}

}  // namespace

ChatWindow::ChatWindow(const std::string& name, Language language, std::function<void(std::string)> said)
    : Fl_Double_Window(px(kWidth), px(kHeight)),
      name_(name),
      words_(words_in(language)),
      said_(std::move(said)),
      written_(std::make_unique<Fl_Text_Buffer>()),
      styles_(std::make_unique<Fl_Text_Buffer>()),
      rest_(std::make_unique<Rest>()) {
  color(color::raised());
  copy_label((std::string(words_.chat) + ": " + name).c_str());
  const int margin = px(kMargin), row = px(kRow), send_w = px(90), inner = w() - 2 * margin;
  const int top = h() - margin - row;
  shown_ = std::make_unique<Fl_Text_Display>(margin, margin, inner, top - 2 * margin);
  static const Fl_Text_Display::Style_Table_Entry styles[] = {
      // it is not copied
      {color::text(), FL_HELVETICA_BOLD, px(13), 0},
      {color::accent(), FL_HELVETICA_BOLD, px(13), 0},
      {color::text(), FL_HELVETICA, px(13), 0},
  };
  shown_->box(FL_FLAT_BOX);
  shown_->color(color::surface(), color::accent());
  shown_->textfont(FL_HELVETICA);
  shown_->textsize(px(13));
  shown_->textcolor(color::text());
  shown_->hide_cursor();
  shown_->wrap_mode(Fl_Text_Display::WRAP_AT_BOUNDS, 0);
  shown_->buffer(written_.get());
  shown_->highlight_data(styles_.get(), styles, static_cast<int>(std::size(styles)), kPlain, nullptr,
                         nullptr);
  const Box field{margin, top, inner - send_w - px(8), row};
  input_ = std::make_unique<Fl_Input>(field.x + px(6), field.y + px(3), field.w - px(12), field.h - px(6));
  input_->box(FL_FLAT_BOX);
  input_->color(color::surface(), color::accent());
  input_->textsize(px(13));
  input_->textcolor(color::text());
  input_->readonly(1);
  send_ = std::make_unique<PushButton>(Box{w() - margin - send_w, top, send_w, row}, std::string(words_.send),
                                       PushButton::Kind::accept, [this] { send(); });
  end();
  resizable(*shown_);
  size_range(px(280), px(220));
}

ChatWindow::~ChatWindow() {
  Fl::remove_timeout(&ChatWindow::let_type, this);
  shown_->buffer(nullptr);
}

void ChatWindow::appear(int below) {
  if (visible() != 0) return;
  show_quietly(*this, below);
  Fl::focus(rest_.get());
  Fl::add_timeout(kLetsTypeAfter, &ChatWindow::let_type, this);
}

void ChatWindow::let_type(void* self) {
  let_focus(*static_cast<ChatWindow*>(self));
}

bool ChatWindow::look() {
  const bool has_focus = visible() != 0 && Fl::focus() == input_.get();
  const bool wrote = writing_.writes();
  const Writing::Is is = writing_.look(has_focus, input_->size(), std::chrono::steady_clock::now());
  const int reads_only = is == Writing::Is::takes_keys ? 0 : 1;
  if (is == Writing::Is::idle) Fl::focus(rest_.get());
  if (input_->readonly() != reads_only || wrote != writing_.writes()) {
    input_->readonly(reads_only);
    redraw();
  }
  return writing_.writes();
}

void ChatWindow::add(std::string_view words) {
  append(name_, words, kName);
}

void ChatWindow::append(const std::string& who, std::string_view words, char who_style) {
  std::string text = who + "\n", styles(text.size(), who_style);
  for (const std::string& line : split(words, '\n')) text += "  " + as_shown_line(line, kLineShown) + "\n";
  text += "\n";
  styles.resize(text.size(), kPlain);
  if (const int over = written_->length() + static_cast<int>(text.size()) - kKept; over > 0) {
    const int cut = written_->line_end(over) + 1;
    written_->remove(0, cut);
    styles_->remove(0, cut);
  }
  styles_->append(styles.c_str());
  written_->append(text.c_str());
  shown_->insert_position(written_->length());
  shown_->show_insert_position();
  redraw();
}

void ChatWindow::send() {
  const std::string all(trimmed(std::string_view(input_->value(), static_cast<std::size_t>(input_->size()))));
  if (all.empty()) return;
  if (!writing_.takes_keys()) {  // it may be a viewer who pressed
    Fl::focus(input_.get());
    return;
  }
  writing_.sent();
  input_->value("");
  for (std::string_view left = all; !left.empty();) {
    const std::string_view piece = beginning(left, kPiece);
    said_(std::string(piece));
    append(std::string(words_.you), piece, kOwnName);
    left.remove_prefix(piece.size());
  }
  Fl::focus(input_.get());
}

int ChatWindow::handle(int event) {
  if (event == FL_KEYBOARD && Fl::focus() == input_.get() &&
      (Fl::event_key() == FL_Enter || Fl::event_key() == FL_KP_Enter)) {
    send();
    return 1;
  }
  if ((event == FL_KEYBOARD || event == FL_SHORTCUT) && Fl::event_key() == FL_Escape) {
    hide();
    return 1;
  }
  return Fl_Double_Window::handle(event);
}

void ChatWindow::draw() {
  fl_color(color());
  fl_rectf(0, 0, w(), h());
  const Box frame{input_->x() - px(6), input_->y() - px(3), input_->w() + px(12), input_->h() + px(6)};
  const int rim = px(1);
  fill_round(frame, px(6), color::faint(), color());
  fill_round({frame.x + rim, frame.y + rim, frame.w - 2 * rim, frame.h - 2 * rim}, px(5), color::surface(),
             color::faint());
  draw_children();
  if (writing_.writes() || input_->size() > 0) return;
  const Style faint{13, false, color::faint()};
  draw_line(words_.write_here, faint, input_->x() + px(4),
            input_->y() + (input_->h() - line_height(faint)) / 2, input_->w() - px(8));
}

}  // namespace gatehouse::window
