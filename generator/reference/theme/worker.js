// Opened from a disk, a page may not start a worker. The search's worker then runs in a hidden frame of the page instead:
// it finds there what it uses of a worker, `postMessage` and the event `message`.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.postMessage = (data) => this.answer(data);
      const script = inside.document.createElement("script");
      this.ready = new Promise((resolve, reject) => {
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${address} can't be loaded`));
      });
      script.src = address;
      inside.document.head.append(script);
    }

    answer(data) {
      const event = new MessageEvent("message", { data: structuredClone(data) });
      this.dispatchEvent(event);
      if (this.onmessage) this.onmessage(event);
    }

    postMessage(data) {
      const copy = structuredClone(data);
      this.ready.then(() => {
        const event = new MessageEvent("message", { data: copy });
        this.frame.contentWindow.dispatchEvent(event);
        if (this.frame.contentWindow.onmessage) this.frame.contentWindow.onmessage(event);
      });
    }

    terminate() {
      this.frame.remove();
    }
  };
}
