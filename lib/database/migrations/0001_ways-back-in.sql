CREATE TABLE "device_labels" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"label" text NOT NULL,
	"labelled_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "device_labels_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
ALTER TABLE "pending_removals" ADD COLUMN "confirmed" text;--> statement-breakpoint
ALTER TABLE "pending_removals" ADD COLUMN "waits_for_service" boolean DEFAULT false NOT NULL;