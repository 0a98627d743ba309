CREATE TABLE "known_devices" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"device" jsonb,
	"state" text,
	"doubt" text,
	"missing_since" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	"returned_at" timestamp (3) with time zone,
	"appeared_at" timestamp (3) with time zone,
	"shown_in" text,
	CONSTRAINT "known_devices_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "known_lists" (
	"user_id" text PRIMARY KEY NOT NULL,
	"first_read_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone NOT NULL,
	"list_hash" text,
	"watched_since" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_known_lists_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."known_lists"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "known_lists_due" ON "known_lists" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "known_lists_read" ON "known_lists" USING btree ("read_at");